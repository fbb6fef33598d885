import postgres from 'postgres'
import { ConfigError } from '../config.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/sleep.ts'

const PAUSE_MS = 500
const CONNECT_TIMEOUT_SECONDS = 5

/** What goes by itself: the server restarts, or has not started yet. */
const PASSING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it ends the connection',
  CONNECTION_CLOSED: 'it ends the connection',
  CONNECT_TIMEOUT: `it does not answer within ${CONNECT_TIMEOUT_SECONDS} s`,
  ETIMEDOUT: `it does not answer within ${CONNECT_TIMEOUT_SECONDS} s`,
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that host',
  ENOTFOUND: 'no host has that name',
  EAI_AGAIN: 'its name cannot be looked up right now',
  '57P03': 'it is starting up',
  '53300': 'it has no connection left to give',
}

/** What stays as it is until somebody has changed something. */
const SETTLED: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user from here',
  '3D000': 'it has no database of that name',
}

/**
 * Returns as soon as the database answers. Throws {@link ConfigError} with host, port and cause, and never the password: at once for what waiting does not
 * mend, and else when `waitMs` are over.
 */
export async function waitForDatabase(
  url: string,
  { waitMs, log, signal }: { waitMs: number; log: Logger; signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = performance.now() + waitMs
  for (let isFirst = true; ; isFirst = false) {
    const failure = await tryOnce(url)
    if (!failure) return
    if (signal?.aborted) throw new ConfigError(`stopped before the database at ${failure.place} could be used`)
    if (failure.isSettled || performance.now() >= deadline) {
      const tried = failure.isSettled || waitMs === 0 ? '' : `, for ${Math.round(waitMs / 1000)} s by now`
      throw new ConfigError(`the database at ${failure.place} cannot be used: ${failure.cause}${tried} (DATABASE_URL)`)
    }
    if (isFirst) log.warn({ database: failure.place, cause: failure.cause, waitMs }, 'waiting for the database')
    await sleep(Math.min(PAUSE_MS, Math.max(1, deadline - performance.now())), signal)
  }
}

interface Failure {
  place: string
  cause: string
  isSettled: boolean
}

async function tryOnce(url: string): Promise<Failure | undefined> {
  const sql = open(url)
  const { host, port } = sql.options
  const place = host.map((name, index) => `${name}:${port[index] ?? port[0]}`).join(', ')
  try {
    await sql`select 1`
    return undefined
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    const cause = PASSING[code] ?? SETTLED[code] ?? `it answers ${code === '' ? 'with an error' : code}`
    return { place, cause, isSettled: PASSING[code] === undefined }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function open(url: string): postgres.Sql {
  try {
    return postgres(url, { max: 1, connect_timeout: CONNECT_TIMEOUT_SECONDS, onnotice: () => undefined })
  } catch {
    throw new ConfigError('DATABASE_URL is no URL of a database, such as postgres://user:password@host:5432/name')
  }
}
