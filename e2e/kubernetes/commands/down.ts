import { isRunning } from '../cluster/process-identity.ts'
import { clusterFolder, listRecords, readRecord } from '../cluster/rig-record.ts'
import { stopCluster } from '../cluster/stop-cluster.ts'
import type { Say } from '../programs/ensure-program.ts'

/** Takes one cluster down, or all of them that no running program uses. */
export async function down(name: string | undefined, say: Say): Promise<void> {
  if (name !== undefined && !readRecord(clusterFolder(name))) throw new Error(`there is no cluster ${name}`)
  const records = name === undefined ? listRecords() : []
  if (name === undefined && records.length === 0) say('there is no cluster')
  const inUse = records.filter(({ owner }) => owner !== undefined && isRunning(owner))
  for (const { name: used, owner } of inUse)
    say(
      `${used} is in use by process ${owner?.pid} and stays: \`pnpm rig down --name ${used}\` takes it down all the same`,
    )
  const names = name === undefined ? records.filter((each) => !inUse.includes(each)).map((each) => each.name) : [name]
  for (const each of names) {
    await stopCluster(clusterFolder(each))
    say(`${each} is down`)
  }
}
