import { expect, test } from 'vitest'
import type { LabelRule, WorkloadChange } from '@fairlead/scheduler'
import type { AdvisedChange } from '../../app/advisor.ts'
import { commandFor } from './command-for.ts'
import { hideNames } from './hide-names.ts'

const eu: LabelRule = { key: 'region', operator: 'In', values: ['eu'] }

const names = {
  projects: new Map([['p', 'vision']]),
  departments: new Map([['d', 'research']]),
  pools: new Map([['pool', 'default']]),
  clusters: new Map([['c', 'munich']]),
  nodes: new Map([['n', 'gpu-1']]),
  workload: { name: 'train', project: 'vision', requests: { gpu: 4_000, cpu: 500 }, projectRules: [eu] },
}

function quota(
  queueId: string,
  resource: string,
  field: 'limit' | 'deserved' | 'lendLimit',
  to: number,
): AdvisedChange {
  return { kind: 'quota', queueId, poolId: 'pool', resource, field, from: 0, to }
}

test('a command does all of a suggestion or is not given', () => {
  const limits = [quota('p', 'gpu', 'limit', 6_000), quota('d', 'gpu', 'deserved', 500)]
  expect(commandFor(limits, names)).toBe(
    'fairlead quota set --department research --pool default --gpu 0.5 && fairlead quota set vision --pool default --gpu-limit 6',
  )
  expect(commandFor([quota('p', 'cpu', 'limit', 1_500)], names)).toContain('--cpu-limit 1500m')
  expect(commandFor([quota('p', 'memory', 'deserved', 2_048)], names)).toContain('--memory 2Gi')
  expect(commandFor([{ kind: 'cluster', clusterId: 'c', set: 'resumed' }], names)).toBe(
    'fairlead cluster resume munich',
  )
  expect(commandFor([{ kind: 'node', nodeId: 'n', set: 'schedulable' }], names)).toBe('kubectl uncordon gpu-1')
  expect(commandFor([{ kind: 'workload', workloadId: 'w', set: { submittedAt: 1 } }], names)).toBe(
    'fairlead queue move train --first --project vision',
  )
  expect(commandFor([...limits, { kind: 'wait', until: 1, workloadIds: [] }], names)).toBeNull()
  expect(commandFor([quota('unseen', 'gpu', 'limit', 1_000)], names)).toBeNull()
  expect(commandFor([quota('p', 'gpu', 'lendLimit', 1_000)], names)).toContain('vision --pool default --gpu-lend 1')
  expect(commandFor([quota('p', 'nvidia.com/mig-1g.10gb', 'limit', 1)], names)).toBe(
    'fairlead quota set vision --pool default --resource nvidia.com/mig-1g.10gb:limit=1',
  )
})

test.each<[WorkloadChange, string]>([
  [{ replicas: 1 }, '--replicas 1'],
  [{ replicasMin: 2, priority: 80, preemptible: true }, '--replicas-min 2 --priority 80 --preemptible'],
  [
    { requests: { gpu: 2_500, cpu: 500, 'nvidia.com/mig-1g.10gb': 1 } },
    '--gpu 2.5 --resource nvidia.com/mig-1g.10gb=1',
  ],
  [{ timeLimitMs: 900_000 }, '--timeout 15m'],
  [{ clusterIds: ['c'], poolId: 'pool' }, '--cluster munich --pool default'],
  [{ nodeSelector: {} }, '--clear node-selector'],
  [{ nodeSelector: { zone: 'a', disk: 'fast' } }, '--node-selector zone=a --node-selector disk=fast'],
  [
    {
      tolerations: [
        { key: 'spot', operator: 'Equal', value: '', effect: 'NoSchedule' },
        { key: 'a', operator: 'Exists', value: '' },
      ],
    },
    '--toleration spot=:NoSchedule --toleration a',
  ],
  [{ nodeRules: [{ key: 'cores', operator: 'Gt', values: ['32'] }] }, "--node-rule 'cores>32'"],
  [{ clusterRules: [eu, { key: 'gpu', operator: 'NotIn', values: ['a', 'b'] }] }, "--cluster-rule 'gpu notin (a,b)'"],
  [{ topology: { preferred: 'rack' } }, '--prefer-together rack'],
  [{ topology: null, apartBy: null }, '--clear together --clear apart-by'],
  [{ near: [], apart: [{ level: 'node', labels: { app: 'web' } }] }, '--clear near --apart node:app=web'],
])('%j is changed with %s', (set, options) => {
  expect(commandFor([{ kind: 'workload', workloadId: 'w', set }], names)).toBe(
    `fairlead change train ${options} --project vision`,
  )
})

test('a rule of the project is changed there, and what has no words has no command', () => {
  const command = (set: WorkloadChange) => commandFor([{ kind: 'workload', workloadId: 'w', set }], names)
  expect(command({ clusterRules: [] })).toBe('fairlead project set vision --no-cluster-rules')
  expect(command({ clusterRules: [], replicas: 2 })).toBe(
    'fairlead project set vision --no-cluster-rules && fairlead change train --replicas 2 --project vision',
  )
  expect(command({ nodeRules: [{ key: 'a b', operator: 'Exists', values: [] }] })).toBeNull()
  expect(command({ poolId: 'unseen' })).toBeNull()
  expect(command({ clusterIds: ['unseen'] })).toBeNull()
})

test('names that the reader may not see are hidden whole, and no others', () => {
  expect(hideNames('kept for larger work of project secret that starts soon', ['secret'])).toBe(
    'kept for larger work of another project that starts soon',
  )
  expect(hideNames('project a.b and project a, project a-2', ['a'])).toBe(
    'project a.b and another project, project a-2',
  )
  expect(hideNames('project a+b', ['a+b'])).toBe('another project')
})
