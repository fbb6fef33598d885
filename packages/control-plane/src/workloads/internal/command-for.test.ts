import { expect, test } from 'vitest'
import type { AdvisedChange } from '../../app/advisor.ts'
import { commandFor } from './command-for.ts'
import { hideNames } from './hide-names.ts'

const names = {
  projects: new Map([['p', 'vision']]),
  departments: new Map([['d', 'research']]),
  pools: new Map([['pool', 'default']]),
  clusters: new Map([['c', 'munich']]),
  nodes: new Map([['n', 'gpu-1']]),
  workload: { name: 'train', project: 'vision' },
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
    'fairlead quota set vision --pool default --gpu-limit 6 && fairlead quota set --department research --pool default --gpu 0.5',
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
  expect(commandFor([{ kind: 'workload', workloadId: 'w', set: { replicas: 1 } }], names)).toBeNull()
  expect(commandFor([...limits, { kind: 'wait', until: 1, workloadIds: [] }], names)).toBeNull()
  expect(commandFor([quota('unseen', 'gpu', 'limit', 1_000)], names)).toBeNull()
  expect(commandFor([quota('p', 'gpu', 'lendLimit', 1_000)], names)).toContain('vision --pool default --gpu-lend 1')
  expect(commandFor([quota('p', 'nvidia.com/mig-1g.10gb', 'limit', 1)], names)).toBeNull()
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
