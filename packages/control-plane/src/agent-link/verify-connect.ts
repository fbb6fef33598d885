import { CONNECT_PATH, CONNECT_PROOF_TYP, CONNECT_SCHEME, ConnectProofClaims } from '@fairlead/protocol'
import { and, eq } from 'drizzle-orm'
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import type { App } from '../app/app.ts'
import { agentKeys } from '../db/schema/agent-keys.ts'
import { isFreshNonce } from './nonce.ts'

export interface ProvenAgent {
  organizationId: string
  clusterId: string
  thumbprint: string
  bootId: string
  jti: string
}

/**
 * Checks the proof of possession on connect. The key is found by `kid` in our own table, never taken from the header. Answers undefined for
 * whatever is wrong: the caller gives one uniform refusal.
 */
export async function verifyConnect(app: App, authorization: string | undefined): Promise<ProvenAgent | undefined> {
  const [scheme, proof, ...rest] = authorization?.split(' ') ?? []
  if (scheme !== CONNECT_SCHEME || proof === undefined || rest.length > 0) return undefined
  try {
    const { kid } = decodeProtectedHeader(proof)
    if (typeof kid !== 'string') return undefined
    // Across organizations: the key is what says which one it is.
    const [key] = await app.database.system.db
      .select()
      .from(agentKeys)
      .where(and(eq(agentKeys.thumbprint, kid), eq(agentKeys.status, 'active')))
    if (!key) return undefined
    const { payload } = await jwtVerify(proof, await importJWK(key.jwk, 'EdDSA'), {
      algorithms: ['EdDSA', 'Ed25519'],
      typ: CONNECT_PROOF_TYP,
      issuer: key.clusterId,
      audience: `${app.publicUrl}${CONNECT_PATH}`,
      maxTokenAge: 60,
      // The nonce proves freshness by our clock, so that the agent's may be wrong.
      clockTolerance: 3600,
      requiredClaims: ['exp', 'iat', 'jti', 'nonce', 'boot_id'],
    })
    const claims = ConnectProofClaims.parse(payload)
    if (claims.exp - claims.iat > 60 || !isFreshNonce(app.keys.nonce, claims.nonce, app.clock.now())) return undefined
    return {
      organizationId: key.organizationId,
      clusterId: key.clusterId,
      thumbprint: kid,
      bootId: claims.boot_id,
      jti: claims.jti,
    }
  } catch (error) {
    if (isDatabaseTrouble(error)) throw error
    return undefined
  }
}

/** jose's refusals carry codes that begin with ERR_J; zod's are ZodError. Anything else is not the agent's fault. */
function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  const code = (error as { code?: unknown }).code
  const isRefusal =
    (typeof code === 'string' && code.startsWith('ERR_J')) || error.name === '$ZodError' || error.name === 'ZodError'
  return !isRefusal && !(error instanceof TypeError) && !(error instanceof SyntaxError)
}
