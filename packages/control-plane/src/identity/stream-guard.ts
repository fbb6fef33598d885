import type { Context } from '../app/context.ts'
import type { Database } from '../db/connect.ts'
import type { Waker } from '../db/waker.ts'
import { AppError } from '../lib/app-error.ts'
import type { Logger } from '../lib/logger.ts'
import { loopService, type Service } from '../lib/service.ts'
import type { Binding } from './access.ts'
import { bindingsOf } from './internal/bindings-of.ts'

interface OpenStream {
  credentialId: string
  roles: string
  ended: AbortController
  refusal?: AppError
}

/** Looked at this often even when nobody says that something ended: a revoked credential works for at most five seconds. */
const EVERY_MS = 3_000

/** The long answers of this replica, and whether those who asked for them still may: one statement for all of them. */
export class StreamGuard implements Service {
  readonly name = 'stream-guard'
  readonly #database: Database
  readonly #waker: Waker
  readonly #open = new Set<OpenStream>()
  readonly #loop: ReturnType<typeof loopService>
  #stopListening: () => void = () => undefined

  constructor(database: Database, waker: Waker, log: Logger) {
    this.#database = database
    this.#waker = waker
    this.#loop = loopService({ name: 'stream-guard', everyMs: EVERY_MS, log, turn: () => this.#turn() })
  }

  async start(): Promise<void> {
    this.#stopListening = this.#waker.onWake((topic) => {
      if (topic === 'credentials' && this.#open.size > 0) this.#loop.wake()
    })
    await this.#loop.start()
  }

  async stop(): Promise<void> {
    this.#stopListening()
    await this.#loop.stop()
  }

  /** See `GuardStream`. */
  async *guard<T>(
    { credential, access }: Pick<Context, 'credential' | 'access'>,
    signal: AbortSignal,
    open: (signal: AbortSignal) => AsyncGenerator<T> | Promise<AsyncGenerator<T>>,
  ): AsyncGenerator<T> {
    const stream: OpenStream = {
      credentialId: credential.id,
      roles: rolesOf(access.bindings),
      ended: new AbortController(),
    }
    this.#open.add(stream)
    try {
      for await (const event of await open(AbortSignal.any([signal, stream.ended.signal]))) {
        if (stream.refusal) break
        yield event
      }
    } catch (error) {
      if (!stream.refusal) throw error
    } finally {
      this.#open.delete(stream)
    }
    if (stream.refusal) throw stream.refusal
  }

  async #turn(): Promise<void> {
    const streams = [...this.#open]
    if (streams.length === 0) return
    const { sql } = this.#database.system
    const ids = [...new Set(streams.map(({ credentialId }) => credentialId))]
    const rows = await sql<{ id: string; bindings: Binding[] | null }[]>`
      select k.id, ${bindingsOf(sql)} as bindings
      from (select id, user_id from user_sessions where id in ${sql(ids)} and revoked_at is null and expires_at > now()
            union all
            select id, user_id from api_tokens where id in ${sql(ids)} and revoked_at is null and expires_at > now()) k
      join users u on u.id = k.user_id and u.disabled_at is null
      join organizations o on o.id = u.organization_id and o.suspended_at is null`
    const good = new Map(rows.map(({ id, bindings }) => [id, rolesOf(bindings ?? [])]))
    for (const stream of streams) {
      const roles = good.get(stream.credentialId)
      if (roles === stream.roles) continue
      stream.refusal =
        roles === undefined
          ? new AppError('UNAUTHENTICATED', 'you were signed out, or your token has ended', { hint: 'sign in again' })
          : new AppError('UNAVAILABLE', 'your roles have changed', { hint: 'ask again: you get what you may see now' })
      stream.ended.abort()
    }
  }
}

/** Equal for the same roles at the same places, whatever their order. */
function rolesOf(bindings: readonly Binding[]): string {
  return bindings
    .map(({ role, scopeId }) => `${role} ${scopeId}`)
    .toSorted()
    .join()
}
