import type { RunRequest } from '../../driver.ts'
import type { RenderContext } from './render-context.ts'
import type { EnvVar } from './kube-types.ts'

const MASTER_PORT = 29_500
export const TOKEN_PATH = '/var/run/fairlead/token'

/** Where the rank of a replica comes from; absent: it is the only one. */
export type Rank = { fieldPath: string; masterAddress: string }

/** Variables of a run's command: what the user gave, and what Fairlead tells. The user's win, except for those that name the run. */
export function environmentOf(request: RunRequest, context: RenderContext, rank: Rank | undefined): EnvVar[] {
  const { spec } = request
  const { jobApiUrl } = context.settings
  const told: EnvVar[] = [
    { name: 'JOB_ID', value: spec.workload.id },
    { name: 'JOB_TYPE', value: spec.jobType ?? spec.workload.kind },
    { name: 'FAIRLEAD_RUN_ID', value: request.runId },
    { name: 'FAIRLEAD_GENERATION', value: String(request.generation) },
    { name: 'FAIRLEAD_WORKLOAD', value: spec.workload.name },
    { name: 'FAIRLEAD_REPLICAS', value: String(spec.replicas) },
    { name: 'FAIRLEAD_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ...(jobApiUrl === undefined
      ? []
      : [
          { name: 'FAIRLEAD_CALLBACK_URL', value: jobApiUrl },
          { name: 'FAIRLEAD_TOKEN_FILE', value: TOKEN_PATH },
        ]),
  ]
  const fixed = new Set(told.map((variable) => variable.name))
  const given = spec.env.filter((variable) => !fixed.has(variable.name)).map(givenVariable)
  const taken = new Set(given.map((variable) => variable.name))
  return [...told, ...rankVariables(spec.replicas, rank).filter((variable) => !taken.has(variable.name)), ...given]
}

function givenVariable({ name, value, secretRef }: RunRequest['spec']['env'][number]): EnvVar {
  if (secretRef === undefined) return { name, value: literal(value ?? '') }
  return { name, valueFrom: { secretKeyRef: { name: secretRef.name, key: secretRef.key } } }
}

/** Kubernetes would replace `$(NAME)`; a value is meant as it is written. */
function literal(value: string): string {
  return value.replaceAll('$(', '$$(')
}

function rankVariables(replicas: number, rank: Rank | undefined): EnvVar[] {
  if (rank === undefined) {
    return [
      { name: 'FAIRLEAD_REPLICA_INDEX', value: '0' },
      { name: 'RANK', value: '0' },
      { name: 'WORLD_SIZE', value: '1' },
    ]
  }
  const index = { fieldRef: { fieldPath: rank.fieldPath } }
  return [
    { name: 'FAIRLEAD_REPLICA_INDEX', valueFrom: index },
    { name: 'JOB_COMPLETION_INDEX', valueFrom: index },
    { name: 'RANK', valueFrom: index },
    { name: 'WORLD_SIZE', value: String(replicas) },
    { name: 'MASTER_ADDR', value: rank.masterAddress },
    { name: 'MASTER_PORT', value: String(MASTER_PORT) },
  ]
}
