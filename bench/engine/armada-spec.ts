import { readFileSync } from 'node:fs'
import { playSpec } from './armada/play-spec.ts'
import { readClasses } from './armada/read-classes.ts'
import { readClusters } from './armada/read-clusters.ts'
import { readWorkloads } from './armada/read-workloads.ts'
import type { PeerFigure } from './peers.ts'
import { reportSimulation } from './report-simulation.ts'
import { InputError } from './input-error.ts'

/** Plays files of Armada's simulator: CLUSTERS.yaml WORKLOADS.yaml [CONFIG.yaml]. */
export function armadaSpec(files: readonly string[], peers: readonly PeerFigure[] = []): void {
  const [clustersFile, workloadsFile, configFile] = files
  if (clustersFile === undefined || workloadsFile === undefined)
    throw new InputError('--armada-spec takes two files, the clusters, then the workloads')
  const clusters = readClusters(readFileSync(clustersFile, 'utf8'), clustersFile)
  const workloads = readWorkloads(readFileSync(workloadsFile, 'utf8'), workloadsFile)
  const classes = configFile === undefined ? readClasses() : readClasses(readFileSync(configFile, 'utf8'), configFile)
  let simulations = 0
  const result = reportSimulation(
    {
      case: `replay of ${workloads.name} on ${clusters.name}`,
      input: `${clustersFile} ${workloadsFile}`,
      ...(peers.length === 0 ? {} : { peers }),
    },
    () => {
      const played = playSpec(clusters, workloads, classes)
      simulations = played.simulations
      return played.result
    },
  )
  if (simulations > 1)
    process.stderr.write(`played ${simulations} times, once more for each template that depends on others\n`)
  for (const { queueId, poolId, waits, preemptions, allocatedShare, fairShare, shareError } of result.queues) {
    const shares = [allocatedShare, fairShare, shareError].map((share) => share.toFixed(3)).join(' ')
    process.stderr.write(
      `${queueId} in ${poolId}: mean wait ${Math.round(waits.mean / 1_000)} s, preemptions ${preemptions}, share, fair share, error ${shares}\n`,
    )
  }
}
