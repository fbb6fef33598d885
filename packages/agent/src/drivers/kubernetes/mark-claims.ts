import type { RunReason } from '@fairlead/protocol'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { unlessGone } from './end-run.ts'
import { ANNOTATION } from './labels.ts'
import type { RunRecord } from './observe/run-record.ts'

/** After these the workload goes on with another run, however late that may be. */
const GOES_ON: ReadonlySet<RunReason> = new Set([
  'SUSPENDED',
  'PREEMPTED',
  'EVICTED',
  'NODE_LOST',
  'CLUSTER_LOST',
  'POLICY_DENIED',
  'ADMISSION_DENIED',
  'NAMESPACE_QUOTA',
  'DECLINED',
])

/** Says on the claims that go with a workload whether it may have come to its end with this run. Only those that say so are ever removed. */
export async function markClaims(api: KubeApi, { namespace, facts, outcome }: RunRecord): Promise<void> {
  const hasEnded = outcome !== undefined && !GOES_ON.has(outcome.reason)
  const body = { metadata: { annotations: { [ANNOTATION.workloadEnded]: hasEnded ? 'true' : null } } }
  for (const name of facts.claims ?? []) {
    await unlessGone(api.send({ method: 'PATCH', path: pathOf('PersistentVolumeClaim', namespace, name), body }))
  }
}
