import { clusterFolder, listRecords, readRecord } from '../cluster/rig-record.ts'
import { stopCluster } from '../cluster/stop-cluster.ts'
import type { Say } from '../programs/ensure-program.ts'

/** Takes one cluster down, or all of them. */
export async function down(name: string | undefined, say: Say): Promise<void> {
  if (name !== undefined && !readRecord(clusterFolder(name))) throw new Error(`there is no cluster ${name}`)
  const names = name === undefined ? listRecords().map((record) => record.name) : [name]
  for (const each of names) {
    await stopCluster(clusterFolder(each))
    say(`${each} is down`)
  }
  if (names.length === 0) say('there is no cluster')
}
