import { createHash } from 'node:crypto'
import { ENROL_PATH, ENROL_PROOF_TYP, EnrolResponse, NONCE_PATH, type EnrolRequest } from '@fairlead/protocol'
import { z } from 'zod'
import type { AgentKey } from '../identity/agent-key.ts'
import type { Identity } from '../identity/identity.ts'
import { sleep, type Clock } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'
import { reconnectWindow } from '../link/reconnect-window.ts'
import { clockOffset, requestJson, type Endpoint, type Reply } from '../link/endpoint.ts'

export type EnrolOptions = {
  endpoint: Endpoint
  key: AgentKey
  token: string
  clusterUid: string
  driver: string
  agentVersion: string
  clock: Clock
  random: () => number
  log: Logger
  signal: AbortSignal
}

const Problem = z.object({
  error: z.object({ code: z.string().catch(''), message: z.string().catch(''), hint: z.string().optional() }),
})

/**
 * Exchanges the join token for an identity. Repeating it with the same key is harmless, so a lost answer is simply asked for again.
 * Rejects with {@link StartupError} when the control plane says no: no repeat can change that.
 */
export async function enrol(options: EnrolOptions): Promise<Identity> {
  const { endpoint, clock, random, log, signal } = options
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const windowMs = reconnectWindow(attempt)
    const beganAt = clock.mono()
    if (attempt > 0) await sleep(clock, random() * windowMs, signal)
    if (signal.aborted) break
    try {
      const reply = await ask(options)
      if (reply.status < 300) return identityOf(reply, endpoint.origin, options.key)
      if (isFinal(reply.status)) throw new StartupError(sentenceOf(reply, endpoint.origin))
      log.warn({ status: reply.status }, 'the control plane cannot enrol now, trying again')
    } catch (error) {
      if (error instanceof StartupError) throw error
      log.warn({ problem: messageOf(error), controlPlane: endpoint.origin }, 'control plane not reached, trying again')
    }
    await sleep(clock, beganAt + windowMs - clock.mono(), signal)
  }
  throw new StartupError('stopped before enrolment was done')
}

async function ask(options: EnrolOptions): Promise<Reply> {
  const { endpoint, key, token, clock } = options
  const nonceReply = await requestJson(endpoint, { method: 'GET', path: NONCE_PATH })
  const nonce = z.object({ nonce: z.string() }).safeParse(nonceReply.body)
  if (!nonce.success) return nonceReply
  // The server's clock is the one that counts.
  const serverNow = clock.now() + (clockOffset(nonceReply.headers, clock.now()) ?? 0)
  const proof = await key.sign({
    typ: ENROL_PROOF_TYP,
    header: 'jwk',
    audience: endpoint.origin,
    issuedAt: Math.floor(serverNow / 1000),
    claims: { token_sha256: createHash('sha256').update(token).digest('base64url'), nonce: nonce.data.nonce },
  })
  const body: EnrolRequest = {
    token,
    jwk: key.publicKey,
    proof,
    clusterUid: options.clusterUid,
    driver: options.driver,
    agentVersion: options.agentVersion,
  }
  return requestJson(endpoint, { method: 'POST', path: ENROL_PATH, body })
}

function identityOf(reply: Reply, origin: string, key: AgentKey): Identity {
  const parsed = EnrolResponse.safeParse(reply.body)
  if (!parsed.success)
    throw new StartupError(`${origin} answered the enrolment with something else. Is it a control plane?`)
  if (parsed.data.thumbprint !== key.thumbprint) throw new StartupError(`${origin} enrolled another key than ours`)
  const { clusterId, clusterName } = parsed.data
  return { clusterId, clusterName, controlPlane: origin, thumbprint: key.thumbprint }
}

/** A refusal. 408 and 429 only ask for patience. */
function isFinal(status: number): boolean {
  return status >= 300 && status < 500 && status !== 408 && status !== 429
}

function sentenceOf(reply: Reply, origin: string): string {
  const problem = Problem.safeParse(reply.body)
  if (!problem.success) return `${origin} refused the enrolment with status ${reply.status}. Is it a control plane?`
  const { message, hint } = problem.data.error
  return `the control plane refused the enrolment: ${message}${hint === undefined ? '' : ` ${hint}`}`
}
