import { listen, type Listener } from './api/listener.ts'
import type { Config } from './config.ts'
import { embeddedPostgres } from './db/embedded/embedded-postgres.ts'
import type { Logger } from './lib/logger.ts'

/** What a control plane stands on: its port, and the PostgreSQL inside where no other is named. */
export interface Footing {
  listener: Listener
  embedded: Awaited<ReturnType<typeof embeddedPostgres>> | undefined
}

/**
 * Takes the port and brings up the embedded PostgreSQL. It imports little, so that the rest of the program can be read while the server starts. Throws
 * ConfigError where the port cannot be had; then no server was started.
 */
export async function layFooting(config: Config, log: Logger): Promise<Footing> {
  const listener = await listen(config.host, config.port, config)
  return {
    listener,
    embedded: config.databaseUrl === '' ? await embeddedPostgres(config.dataDir, log) : undefined,
  }
}
