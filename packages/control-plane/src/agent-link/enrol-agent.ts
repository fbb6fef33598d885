import { ENROL_PROOF_TYP, EnrolProofClaims, EnrolRequest, type EnrolResponse } from '@fairlead/protocol'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose'
import type { App } from '../app/app.ts'
import { recordAudit } from '../audit/record.ts'
import { agentKeys } from '../db/schema/agent-keys.ts'
import { clusters } from '../db/schema/clusters.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'
import { inSystem, type Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { newId, sha256 } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { isFreshNonce } from './nonce.ts'

/** After a lost reply the same key may ask again for this long, and gets the same answer. */
const REPLAY_MS = 10 * 60_000

/** One answer for every token that is not good, so that nobody learns which ones exist. */
function badToken(): AppError {
  return new AppError('UNAUTHENTICATED', 'the join token is not good: unknown, expired, used or revoked', {
    hint: 'make a new one: fairlead cluster token NAME, or in the console on the page of the cluster',
  })
}

/**
 * Enrols an agent: checks that it holds its key, spends the token, pins key and cluster identity, all in one transaction. Asking again with
 * the same token and key is harmless; with another key it is refused and recorded.
 */
export async function enrolAgent(
  app: App,
  body: unknown,
  request: { id: string; ip: string | null },
): Promise<EnrolResponse> {
  const parsed = EnrolRequest.safeParse(body)
  if (!parsed.success) {
    throw new AppError('VALIDATION', 'this is not an enrolment request', {
      hint: 'is the agent of a version that this control plane speaks?',
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    })
  }
  const enrolment = parsed.data
  await verifyProof(app, enrolment)
  const thumbprint = await calculateJwkThumbprint(enrolment.jwk)
  // Across organizations: the token is what says which one it is.
  return await inSystem(app, async (tx) => {
    const { token, isRetry } = await spendToken(tx, enrolment.token, thumbprint, app.clock.now())
    const [cluster] = await tx.q.select().from(clusters).where(eq(clusters.id, token.clusterId)).for('update')
    const { id, name, state, organizationId, clusterUid } = must(cluster, 'a token belongs to a cluster')
    if (state === 'revoked' || state === 'suspended') throw badToken()
    if (clusterUid !== null && clusterUid !== enrolment.clusterUid) {
      throw new AppError('CONFLICT', `"${name}" is another cluster: an agent of it has enrolled before`, {
        hint: 'add this one under a name of its own, or revoke the old one first',
      })
    }
    if (!isRetry) {
      await pinKey(tx, { organizationId, clusterId: id, thumbprint, jwk: enrolment.jwk })
      await tx.q
        .update(clusters)
        .set({
          clusterUid: enrolment.clusterUid,
          driver: enrolment.driver,
          agentVersion: enrolment.agentVersion,
          enrolledAt: sql`now()`,
        })
        .where(eq(clusters.id, id))
      const actor = { kind: 'agent', id: thumbprint, name: `agent of ${name}` } as const
      await recordAudit(
        tx,
        { organizationId, actor, origin: 'agent', requestId: request.id, ip: request.ip },
        'cluster.enrol',
        { kind: 'cluster', id, name },
        { thumbprint, driver: enrolment.driver },
      )
      await tx.changed('cluster', id, organizationId)
    }
    return { clusterId: id, clusterName: name, state: state === 'pending' ? 'pending' : 'accepted', thumbprint }
  })
}

async function verifyProof(app: App, enrolment: EnrolRequest): Promise<void> {
  try {
    const key = await importJWK(enrolment.jwk, 'EdDSA')
    const { payload } = await jwtVerify(enrolment.proof, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      typ: ENROL_PROOF_TYP,
      audience: app.publicUrl,
      maxTokenAge: 60,
      clockTolerance: 3600,
      requiredClaims: ['exp', 'iat', 'nonce', 'token_sha256'],
    })
    const claims = EnrolProofClaims.parse(payload)
    const isBound = claims.token_sha256 === sha256(enrolment.token).toString('base64url')
    if (!isBound || !isFreshNonce(app.keys.nonce, claims.nonce, app.clock.now())) throw new Error('not bound or stale')
  } catch (cause) {
    throw new AppError('UNAUTHENTICATED', 'the agent could not prove that it holds its key', {
      hint: `does the agent reach the control plane under exactly ${app.publicUrl}?`,
      cause,
    })
  }
}

async function spendToken(tx: Tx, secret: string, thumbprint: string, now: number) {
  const hash = sha256(secret)
  const [spent] = await tx.q
    .update(joinTokens)
    .set({ usedAt: sql`now()`, usedByThumbprint: thumbprint })
    .where(
      and(
        eq(joinTokens.secretSha256, hash),
        isNull(joinTokens.usedAt),
        isNull(joinTokens.revokedAt),
        gt(joinTokens.expiresAt, sql`now()`),
      ),
    )
    .returning()
  if (spent) return { token: spent, isRetry: false }
  const [known] = await tx.q.select().from(joinTokens).where(eq(joinTokens.secretSha256, hash))
  const isSameAgent = known?.usedByThumbprint === thumbprint
  if (isSameAgent && known.usedAt && now - known.usedAt.getTime() < REPLAY_MS) return { token: known, isRetry: true }
  throw badToken()
}

async function pinKey(
  tx: Tx,
  key: { organizationId: string; clusterId: string; thumbprint: string; jwk: EnrolRequest['jwk'] },
): Promise<void> {
  const [known] = await tx.q.select().from(agentKeys).where(eq(agentKeys.thumbprint, key.thumbprint))
  if (known && (known.clusterId !== key.clusterId || known.status !== 'active')) {
    throw new AppError('CONFLICT', 'this key has belonged to a cluster before: an agent makes a key of its own', {
      hint: "empty the agent's state folder and enrol again",
    })
  }
  if (known) return
  // One agent, one key: a new enrolment ends the key before it.
  await tx.q
    .update(agentKeys)
    .set({ status: 'revoked', revokedAt: sql`now()` })
    .where(and(eq(agentKeys.clusterId, key.clusterId), eq(agentKeys.status, 'active')))
  await tx.q.insert(agentKeys).values({ id: newId(), ...key })
}
