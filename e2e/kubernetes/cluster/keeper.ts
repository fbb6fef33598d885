import { setTimeout as wait } from 'node:timers/promises'
import { isRunning } from './process-identity.ts'
import { readRecord } from './rig-record.ts'
import { stopCluster } from './stop-cluster.ts'

/** `node keeper.ts FOLDER`: takes a cluster down once the program that it belongs to has ended, even if that was killed. */
const [folder = ''] = process.argv.slice(2)
const LOOK_EVERY_MS = 250

for (;;) {
  const owner = readRecord(folder)?.owner
  if (owner === undefined) break
  if (!isRunning(owner))
    // What does not go now may go the next time.
    await stopCluster(folder).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  await wait(LOOK_EVERY_MS)
}
