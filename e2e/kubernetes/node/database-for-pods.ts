import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE, embeddedPostgres, OWNER } from '../../../packages/control-plane/src/db/embedded/embedded-postgres.ts'
import { createLogger } from '../../../packages/control-plane/src/lib/logger.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { relayToHost } from './relay.ts'

/** A PostgreSQL on this machine that pods reach, as one outside of a cluster. */
export async function databaseForPods(
  cluster: RigCluster,
): Promise<{ url: string; port: number; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-database-'))
  // PostgreSQL does not run as root and has to read it.
  chmodSync(folder, 0o755)
  const database = await embeddedPostgres(folder, createLogger('silent'))
  await database.start()
  const { port, ownerPassword } = JSON.parse(readFileSync(join(folder, 'postgres.json'), 'utf8')) as {
    port: number
    ownerPassword: string
  }
  const relay = await relayToHost(cluster, port)
  return {
    url: `postgres://${OWNER}:${ownerPassword}@${relay.host}:${relay.port}/${DATABASE}`,
    port: relay.port,
    stop: async () => {
      relay.close()
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
