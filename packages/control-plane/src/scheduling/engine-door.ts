import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { SignJWT, jwtVerify } from 'jose'
import type { App } from '../app/app.ts'
import type { HttpEnv } from '../api/http-env.ts'
import { AppError } from '../lib/app-error.ts'
import { sleep } from '../lib/sleep.ts'
import type { AskEngine, EngineQuestion } from './engine-questions.ts'

const PATH = '/internal/v1/engine'
const ISSUER = 'fairlead-replica'
const QUEUED_MAX = 32
const BODY_BYTES_MAX = 4 * 1024 * 1024
/** A change of leaders takes about this long. */
const LEADER_WAIT_MS = 3_000

type Answer = (question: EngineQuestion) => Promise<unknown>

/** Brings questions to the engine of whichever replica leads: at most one hop, one question at a time, so that a round waits for one at most. */
export class EngineDoor {
  #answer: Answer | undefined
  #queued = 0
  #last: Promise<unknown> = Promise.resolve()

  /** This replica leads. Answers how to say that it does no more. */
  open(answer: Answer): () => void {
    this.#answer = answer
    return () => {
      if (this.#answer === answer) this.#answer = undefined
    }
  }

  /** See {@link AskEngine}. */
  async ask(app: App, question: EngineQuestion, signal?: AbortSignal): Promise<unknown> {
    for (const until = performance.now() + LEADER_WAIT_MS; ;) {
      if (this.#answer) return await this.#here(question)
      const url = await leaderUrl(app)
      if (url !== undefined) return await askRemote(app, url, question)
      if (performance.now() > until) break
      await sleep(200, signal ?? AbortSignal.timeout(1_000))
    }
    throw new AppError('UNAVAILABLE', 'no replica of the control plane leads scheduling right now', {
      hint: 'try again in a moment',
    })
  }

  async #here(question: EngineQuestion): Promise<unknown> {
    // It has a thread of its own, and must not hold up what is answered at once.
    if (question.kind === 'forecast' && this.#answer) return await this.#answer(question)
    if (this.#queued >= QUEUED_MAX) {
      throw new AppError('RATE_LIMITED', 'the scheduler is asked too much at once', { hint: 'try again in a moment' })
    }
    this.#queued += 1
    const turn = this.#last.then(() => {
      if (!this.#answer) throw new AppError('UNAVAILABLE', 'the leader has changed', { hint: 'ask again' })
      return this.#answer(question)
    })
    this.#last = turn.catch(() => undefined)
    return await turn.finally(() => {
      this.#queued -= 1
    })
  }

  /** The side door for other replicas, which takes nobody else's word. */
  mount(http: Hono<HttpEnv>, app: App): void {
    http.post(PATH, bodyLimit({ maxSize: BODY_BYTES_MAX }), async (c) => {
      const body = await c.req.text()
      if (!(await isReplica(app, c.req.header('authorization'), body))) return c.body(null, 401)
      if (!this.#answer) return c.body(null, 409)
      return c.json({ answer: await this.#here(JSON.parse(body) as EngineQuestion) })
    })
  }
}

/** The door as verbs see it. */
export function askThrough(door: EngineDoor, app: () => App): AskEngine {
  return (async (question: EngineQuestion) => await door.ask(app(), question)) as AskEngine
}

async function leaderUrl(app: App): Promise<string | undefined> {
  const [lease] = await app.database.system.sql<{ holder_url: string }[]>`
    select holder_url from leases where name = 'scheduler' and expires_at > now() and holder <> ${app.replicaId} and holder_url <> ''`
  return lease?.holder_url
}

async function askRemote(app: App, url: string, question: EngineQuestion): Promise<unknown> {
  const body = JSON.stringify(question)
  const token = await new SignJWT({ body: digest(body) })
    .setProtectedHeader({ alg: 'HS256', typ: 'replica+jwt' })
    .setIssuer(ISSUER)
    .setAudience(`${url}${PATH}`)
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(app.keys.replica)
  const response = await app.egress
    .fetch(`${url}${PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(60_000),
    })
    .catch((cause: unknown) => {
      throw unreachable(cause)
    })
  if (!response.ok) throw unreachable(`status ${response.status}`)
  return ((await response.json()) as { answer: unknown }).answer
}

function unreachable(cause: unknown): AppError {
  return new AppError('UNAVAILABLE', 'the replica that leads scheduling does not answer', {
    hint: 'try again in a moment',
    cause,
  })
}

async function isReplica(app: App, authorization: string | undefined, body: string): Promise<boolean> {
  try {
    const { payload } = await jwtVerify<{ body: string }>(
      authorization?.replace(/^Bearer /, '') ?? '',
      app.keys.replica,
      {
        algorithms: ['HS256'],
        typ: 'replica+jwt',
        issuer: ISSUER,
        audience: `${app.replicaUrl}${PATH}`,
        maxTokenAge: 60,
      },
    )
    return payload.body === digest(body)
  } catch {
    return false
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
