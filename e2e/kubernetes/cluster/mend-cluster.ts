import { until } from '../../../tools/processes/child.ts'
import { isRunning } from './process-identity.ts'
import type { RigCluster } from './rig-cluster.ts'
import { readRecord } from './rig-record.ts'
import { startProgram, thawProgram } from './tracked-process.ts'

/** These hold what cannot be made again: the namespaces of a node. */
const NOT_TO_BE_STARTED_AGAIN = /-(space|init)$/

/** Lets every program of a cluster run that somebody has ended or frozen, and waits until the API answers. */
export async function mendCluster(cluster: RigCluster): Promise<void> {
  for (const program of readRecord(cluster.folder)?.processes ?? []) {
    if (isRunning(program)) thawProgram(cluster.folder, program.name)
    else if (!NOT_TO_BE_STARTED_AGAIN.test(program.name)) startProgram(cluster.folder, program.name)
  }
  await untilApiAnswers(cluster)
}

export async function untilApiAnswers({ client }: RigCluster): Promise<void> {
  await until('the API answers', () => client.core.listNamespace().catch(() => undefined), 60_000)
}
