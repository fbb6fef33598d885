import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { kubeconfigPath } from '../cluster/credentials.ts'
import { isRunning } from '../cluster/process-identity.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { readRecord } from '../cluster/rig-record.ts'
import { startTracked } from '../cluster/tracked-process.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'
import { NODE_STAGES } from './node-stages.ts'
import { POD_STAGES } from './pod-stages.ts'
import { stageDocument } from './stage.ts'

/** What marks a node whose kubelet is played by kwok. A node with another value is lost: nobody speaks for it. */
export const SIMULATED = 'fairlead.dev/simulated'

/** As long as the real one's: the controller notices a lost node when it has run out. */
const LEASE_SECONDS = 40

/** Pods that may change at the same moment. kwok's own 4 would make a large job wait for its simulation. */
const PARALLELISM = 32

/** Starts what plays the kubelet of all simulated nodes of a cluster, unless it runs already. */
export async function startKwok(cluster: RigCluster, say: Say = () => undefined): Promise<void> {
  const isThere = readRecord(cluster.folder)?.processes.some((each) => each.name === 'kwok' && isRunning(each))
  if (isThere) return
  const program = await ensureProgram('kwok', 'newest', say)
  const settings = join(cluster.folder, 'kwok.yaml')
  const configuration = {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokConfiguration',
    options: {
      podPlayStageParallelism: PARALLELISM,
      nodePlayStageParallelism: PARALLELISM,
      nodeLeaseParallelism: PARALLELISM,
    },
  }
  const documents = [configuration, ...[...NODE_STAGES, ...POD_STAGES].map(stageDocument)]
  writeFileSync(settings, documents.map((document) => stringify(document)).join('---\n'))
  startTracked(cluster.folder, {
    name: 'kwok',
    command: program,
    args: [
      `--kubeconfig=${kubeconfigPath(cluster.folder, 'kwok')}`,
      `--config=${settings}`,
      `--manage-nodes-with-label-selector=${SIMULATED}=true`,
      `--node-lease-duration-seconds=${LEASE_SECONDS}`,
      '--cidr=10.112.0.0/12',
      '--v=WARN',
    ],
  })
}
