import postgres from 'postgres'
import type { Logger } from '../../lib/logger.ts'
import type { Service } from '../../lib/service.ts'
import { sleep } from '../../lib/sleep.ts'
import { freePort, isFree } from './free-port.ts'
import { prepareHome, type EmbeddedHome } from './home.ts'
import { SUPERUSER, initialise, runningPostmaster, spawnPostmaster } from './postmaster.ts'

export const OWNER = 'fairlead_owner'
export const DATABASE = 'fairlead'

/**
 * A real PostgreSQL of our own under `dataDir`, watched: a server that dies is started again, one that outlived us (kill -9 of the
 * control plane) is taken over. Own code and not the npm package's: that one cannot take over a running server, and
 * hooks the exit of the process.
 */
export async function embeddedPostgres(
  dataDir: string,
  log: Logger,
): Promise<Service & { url: string; pid(): number }> {
  const home = prepareHome(dataDir)
  await initialise(home)
  const stopping = new AbortController()
  let pid = runningPostmaster(home) ?? 0
  // One that still reads its log after a crash answers in a while, and holds the folder until then.
  while (pid > 0 && !(await answers(home))) {
    await sleep(100)
    pid = runningPostmaster(home) ?? 0
  }
  if (pid > 0) log.info({ pid, port: home.secrets.port }, 'took over the running PostgreSQL')
  else {
    const port = await freePort(home.secrets.port)
    if (port !== home.secrets.port) {
      home.secrets.port = port
      home.saveSecrets(home.secrets)
    }
    await bringUp()
  }
  await ensureDatabase(home)

  /** On the same port each time: everybody who connects has its number by now. */
  async function bringUp(): Promise<void> {
    const { port } = home.secrets
    for (let isFirst = true; !stopping.signal.aborted && !(await isFree(port)); isFirst = false) {
      if (isFirst) log.warn({ port }, 'the port of PostgreSQL is taken: waiting for it')
      await sleep(250, stopping.signal)
    }
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      const server = spawnPostmaster(home, port)
      pid = server.pid
      const gone = new AbortController()
      void server.exited.then(() => gone.abort())
      while (!gone.signal.aborted && !(await answers(home))) await sleep(50, gone.signal)
      if (!gone.signal.aborted) return log.info({ pid, port, dataDir: home.dataDir }, 'PostgreSQL is up')
      // After a kill -9 the old server's children need a moment to let go of the shared memory.
      if (attempt >= 20) throw new Error(`PostgreSQL does not start: see ${home.logFile}`)
      await sleep(250)
    }
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(200, stopping.signal)
      if (stopping.signal.aborted || runningPostmaster(home) !== undefined) continue
      log.error({ pid }, 'PostgreSQL died: starting it again')
      await bringUp().catch((error: unknown) => log.error({ err: error }, 'PostgreSQL does not come back'))
    }
  }

  let watching: Promise<void> = Promise.resolve()
  return {
    name: 'embedded-postgres',
    url: `postgres://${OWNER}:${home.secrets.ownerPassword}@127.0.0.1:${home.secrets.port}/${DATABASE}`,
    pid: () => pid,
    start: () => {
      watching = watch()
    },
    stop: async () => {
      stopping.abort()
      await watching
      const running = runningPostmaster(home)
      if (running === undefined) return
      process.kill(running, 'SIGINT')
      for (let waited = 0; waited < 20_000 && runningPostmaster(home) !== undefined; waited += 50) await sleep(50)
    },
  }
}

function superuser(home: EmbeddedHome): postgres.Sql {
  return postgres({
    host: '127.0.0.1',
    port: home.secrets.port,
    user: SUPERUSER,
    password: home.secrets.superuserPassword,
    database: 'postgres',
    max: 1,
    connect_timeout: 2,
    onnotice: () => undefined,
  })
}

async function answers(home: EmbeddedHome): Promise<boolean> {
  if (home.secrets.port === 0) return false
  const sql = superuser(home)
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The owner is no superuser, so that row-level security binds it too. It may create the two roles of the application. */
async function ensureDatabase(home: EmbeddedHome): Promise<void> {
  const sql = superuser(home)
  try {
    const [owner] = await sql`select 1 from pg_roles where rolname = ${OWNER}`
    if (!owner) {
      await sql.unsafe(`create role ${OWNER} login createrole password '${home.secrets.ownerPassword}'`)
    }
    const [database] = await sql`select 1 from pg_database where datname = ${DATABASE}`
    if (!database) await sql.unsafe(`create database ${DATABASE} owner ${OWNER}`)
  } finally {
    await sql.end({ timeout: 2 })
  }
}
