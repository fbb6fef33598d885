import type { QueueUpsert, Resources } from '../../src/index.ts'
import { cluster, gpus, node, NOW, pool, queue, quota, workload } from '../world.ts'
import { blocked, running, type Blocker } from './blocker.ts'

const MINUTE = 60_000

/** One node of 8 GPUs in one cluster; department `dept` with the projects `a` (deserves 4) and `b` (deserves 4). */
const fleet = [cluster('c1'), pool('p1'), node('n1', 8)]
const tree = [
  queue('dept', quota(8)),
  queue('a', quota(4), { parentId: 'dept' }),
  queue('b', quota(4), { parentId: 'dept' }),
]
const base = [...fleet, ...tree]

function withCore(gpu: number): Resources {
  return { gpu: gpus(gpu), cpu: 1_000 }
}

/** Two racks of two nodes with 8 GPUs. */
const racks = [
  cluster('c1'),
  pool('p1', { topology: ['rack'] }),
  ...[1, 2, 3, 4].map((i) => node(`n${i}`, 8, { labels: { rack: i < 3 ? 'r1' : 'r2' } })),
]

/** The queue with at most so many GPUs for each of its users. */
function limitedUsers(of: QueueUpsert, gpu: number): QueueUpsert {
  return { ...of, pools: { p1: { ...of.pools['p1']!, userLimits: { gpu: gpus(gpu) } } } }
}

/** What keeps work waiting, one thing at a time. */
export const BLOCKERS: readonly Blocker[] = [
  {
    name: 'no quota for work that is not preemptible',
    deltas: [...base, blocked('a', 6, { preemptible: false })],
    reason: 'NO_QUOTA',
    permanent: true,
    suggestion: 'MAKE_PREEMPTIBLE',
  },
  {
    name: 'guaranteed quota in use by other work that is not preemptible',
    deltas: [
      ...base,
      running('r1', 'a', 4, 'n1', { preemptible: false, timeLimitMs: 90 * MINUTE }),
      blocked('a', 2, { preemptible: false }),
    ],
    reason: 'NO_QUOTA',
    permanent: false,
    suggestion: 'WAIT',
  },
  {
    name: 'over the limit of its project',
    deltas: [...fleet, queue('a', quota(2, 4)), running('r1', 'a', 3, 'n1'), blocked('a', 2)],
    reason: 'OVER_LIMIT',
    permanent: false,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'larger than the limit of its project',
    deltas: [...fleet, queue('a', quota(2, 4)), blocked('a', 6, { priority: 150 })],
    reason: 'OVER_LIMIT',
    permanent: true,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'over the limit of its department',
    deltas: [
      ...fleet,
      queue('dept', quota(8, 6)),
      queue('a', quota(2), { parentId: 'dept' }),
      queue('b', quota(6), { parentId: 'dept' }),
      running('r1', 'b', 6, 'n1', { preemptible: false }),
      blocked('a', 1),
    ],
    reason: 'OVER_LIMIT',
    permanent: false,
    suggestion: 'RAISE_LIMIT',
  },
  {
    name: 'fair share used up while others use theirs',
    deltas: [...base, running('r1', 'a', 4, 'n1'), running('r2', 'b', 4, 'n1'), blocked('a', 2)],
    reason: 'FAIR_SHARE',
    permanent: false,
    suggestion: 'RAISE_PRIORITY',
  },
  {
    name: 'more urgent work of its project first',
    deltas: [
      ...base,
      running('r1', 'a', 4, 'n1', { priority: 90 }),
      running('r2', 'b', 4, 'n1'),
      workload('urgent', 'a', 2, { priority: 80 }),
      blocked('a', 2, { priority: 40 }),
    ],
    reason: 'PRIORITY',
    permanent: false,
    suggestion: 'RAISE_PRIORITY',
  },
  {
    name: 'older work of its project first',
    deltas: [
      ...fleet,
      queue('a', quota(8)),
      running('r1', 'a', 4, 'n1', { preemptible: false, priority: 150 }),
      workload('older', 'a', 4, { priority: 150, submittedAt: NOW - 60_000 }),
      blocked('a', 4, { priority: 150 }),
    ],
    reason: 'NO_CAPACITY',
    permanent: false,
    suggestion: 'MOVE_FIRST',
  },
  {
    name: 'no node with the label',
    deltas: [
      ...fleet.slice(0, 2),
      node('n1', 8, { labels: { zone: 'a' } }),
      ...tree,
      blocked('a', 2, { nodeSelector: { zone: 'b' } }),
    ],
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    suggestion: 'CHANGE_LABELS',
  },
  {
    name: 'a taint that it does not tolerate',
    deltas: [
      ...fleet.slice(0, 2),
      node('n1', 8, { taints: [{ key: 'dedicated', value: 'infra', effect: 'NoSchedule' }] }),
      ...tree,
      blocked('a', 2),
    ],
    reason: 'TAINTED',
    permanent: true,
    suggestion: 'TOLERATE_TAINT',
  },
  {
    name: 'too large for any node',
    deltas: [...base, blocked('a', 16)],
    reason: 'TOO_LARGE',
    permanent: true,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'too many replicas for any cluster',
    deltas: [...base, blocked('a', 2, { replicas: 6 })],
    reason: 'TOO_LARGE',
    permanent: true,
    suggestion: 'FEWER_REPLICAS',
  },
  {
    name: 'no room now, and those who hold it have time limits',
    deltas: [
      ...fleet,
      queue('a', quota(8)),
      running('r1', 'a', 4, 'n1', { timeLimitMs: 70 * MINUTE }),
      running('r2', 'a', 4, 'n1', { timeLimitMs: 90 * MINUTE }),
      blocked('a', 4),
    ],
    reason: 'NO_CAPACITY',
    permanent: false,
    suggestion: 'WAIT',
  },
  {
    name: 'free room in pieces that are too small',
    deltas: [
      ...fleet,
      node('n2', 8),
      queue('a', quota(16)),
      running('r1', 'a', 5, 'n1', { priority: 150 }),
      running('r2', 'a', 5, 'n2', { priority: 150 }),
      blocked('a', 4, { priority: 150 }),
    ],
    reason: 'FRAGMENTED',
    permanent: false,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'room for a part of the gang',
    deltas: [
      ...fleet,
      node('n2', 8),
      queue('a', quota(16)),
      running('r1', 'a', 6, 'n2', { priority: 150 }),
      blocked('a', 4, { replicas: 3, priority: 150 }),
    ],
    reason: 'GANG_INCOMPLETE',
    permanent: false,
    suggestion: 'FEWER_REPLICAS',
  },
  {
    name: 'its cluster is out of contact',
    deltas: [...base.slice(1), cluster('c1', { connected: false }), blocked('a', 2)],
    reason: 'CLUSTER_OFFLINE',
    permanent: false,
    suggestion: 'RECONNECT_CLUSTER',
  },
  {
    name: 'its cluster is paused, and it allows no other',
    deltas: [
      cluster('c1', { paused: true }),
      cluster('c2'),
      pool('p1'),
      node('n1', 8),
      node('n2', 8, { clusterId: 'c2' }),
      ...tree,
      blocked('a', 2, { clusterIds: ['c1'] }),
    ],
    reason: 'CLUSTER_PAUSED',
    permanent: false,
    suggestion: 'ALLOW_CLUSTERS',
  },
  {
    name: 'the one node is cordoned',
    deltas: [...fleet.slice(0, 2), node('n1', 8, { schedulable: false }), ...tree, blocked('a', 2)],
    reason: 'NO_CAPACITY',
    permanent: false,
    suggestion: 'UNCORDON_NODE',
  },
  {
    name: 'room that is kept for a larger gang',
    deltas: [
      ...fleet,
      node('n2', 8),
      queue('a', quota(12)),
      queue('b', quota(0)),
      queue('c', quota(4)),
      running('r1', 'a', 4, 'n1', { timeLimitMs: 70 * MINUTE, preemptible: false }),
      running('r2', 'c', 4, 'n2', { requests: { gpu: gpus(4), cpu: 64_000 }, preemptible: false }),
      workload('gang', 'a', 4, { requests: withCore(4), replicas: 2, submittedAt: NOW - 50_000 }),
      blocked('b', 2, { requests: withCore(2) }),
    ],
    reason: 'NO_CAPACITY',
    permanent: false,
    suggestion: 'LIMIT_TIME',
  },
  {
    name: 'as many preemptions as one round may make',
    deltas: [...base, ...[1, 2, 3, 4].map((i) => running(`r${i}`, 'b', 2, 'n1')), blocked('a', 4)],
    policy: { preemptionsMaxPerRound: 1 },
    reason: 'ROUND_FULL',
    permanent: false,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'as many runs as the pool may stop in a while',
    deltas: [...base, ...[1, 2, 3, 4].map((i) => running(`r${i}`, 'b', 2, 'n1')), blocked('a', 4)],
    inputs: { preemptionsLeft: { p1: 1 } },
    reason: 'PREEMPTION_RATE',
    permanent: false,
    suggestion: 'WAIT',
  },
  {
    name: 'as much as one user may hold',
    deltas: [
      ...fleet,
      limitedUsers(queue('a', quota(8)), 3),
      running('r1', 'a', 2, 'n1', { userId: 'ada' }),
      blocked('a', 2, { userId: 'ada' }),
    ],
    reason: 'USER_LIMIT',
    permanent: false,
    suggestion: 'SMALLER_REPLICAS',
  },
  {
    name: 'free room that others are guaranteed and do not lend',
    deltas: [
      ...fleet,
      queue('a', quota(4)),
      queue('b', { ...quota(4), lendLimit: 0 }),
      running('r1', 'a', 4, 'n1', { preemptible: false }),
      blocked('a', 2),
    ],
    reason: 'LENDING',
    permanent: false,
    suggestion: 'RAISE_LEND_LIMIT',
  },
  {
    name: 'clusters only of a region in which there is none',
    deltas: [
      cluster('c1', { labels: { region: 'us' } }),
      ...base.slice(1),
      blocked('a', 2, { clusterRules: [{ key: 'region', operator: 'In', values: ['eu'] }] }),
    ],
    reason: 'CLUSTER_RULES',
    permanent: true,
    suggestion: 'RELAX_RULES',
  },
  {
    name: 'a rule on nodes that none meets',
    deltas: [
      ...fleet.slice(0, 2),
      node('n1', 8, { labels: { 'gpu.memory': '40' } }),
      ...tree,
      blocked('a', 2, { nodeRules: [{ key: 'gpu.memory', operator: 'Gt', values: ['64'] }] }),
    ],
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    suggestion: 'RELAX_RULES',
  },
  {
    name: 'room enough, but not in one rack',
    deltas: [
      ...racks,
      queue('a', quota(24)),
      running('r1', 'a', 6, 'n1', { preemptible: false }),
      running('r2', 'a', 6, 'n3', { preemptible: false }),
      blocked('a', 4, { replicas: 4, topology: { required: 'rack' } }),
    ],
    reason: 'TOPOLOGY',
    permanent: false,
    suggestion: 'RELAX_TOPOLOGY',
  },
  {
    name: 'larger than any rack',
    deltas: [...racks, queue('a', quota(24)), blocked('a', 4, { replicas: 5, topology: { required: 'rack' } })],
    reason: 'TOPOLOGY',
    permanent: true,
    suggestion: 'RELAX_TOPOLOGY',
  },
  {
    name: 'replicas that must stand apart, on too few nodes',
    deltas: [...fleet, node('n2', 8), queue('a', quota(16)), blocked('a', 2, { replicas: 3, apartBy: 'node' })],
    reason: 'NEIGHBOURS',
    permanent: true,
    suggestion: 'RELAX_NEIGHBOURS',
  },
  {
    name: 'work on the only free node from which it stands apart',
    deltas: [
      ...fleet,
      queue('a', quota(8)),
      running('db', 'a', 2, 'n1', { labels: { app: 'db' }, preemptible: false }),
      blocked('a', 2, { apart: [{ level: 'node', labels: { app: 'db' } }] }),
    ],
    reason: 'NEIGHBOURS',
    permanent: false,
    suggestion: 'RELAX_NEIGHBOURS',
  },
  {
    name: 'no room beside the work that it stands near',
    deltas: [
      ...fleet,
      node('n2', 8),
      queue('a', quota(16)),
      running('cache', 'a', 8, 'n1', { labels: { app: 'cache' }, preemptible: false }),
      blocked('a', 2, { near: [{ level: 'node', labels: { app: 'cache' } }] }),
    ],
    reason: 'NEIGHBOURS',
    permanent: false,
    suggestion: 'RELAX_NEIGHBOURS',
  },
  {
    name: 'less room than the fewest replicas of an elastic gang need',
    deltas: [
      ...fleet,
      queue('a', quota(8)),
      running('r1', 'a', 6, 'n1', { preemptible: false }),
      blocked('a', 1, { replicas: 8, replicasMin: 4 }),
    ],
    reason: 'GANG_INCOMPLETE',
    permanent: false,
    suggestion: 'FEWER_REPLICAS',
  },
  {
    name: 'its pool does not exist',
    deltas: [...base, blocked('a', 2, { poolId: 'gone' })],
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    suggestion: 'USE_POOL',
  },
  {
    name: 'it was submitted to a department',
    deltas: [...base, blocked('dept', 2)],
    reason: 'QUEUE_UNKNOWN',
    permanent: true,
    suggestion: 'USE_QUEUE',
  },
  {
    name: 'two things at once: a limit that is full for now, and a label that no node has',
    deltas: [
      ...fleet,
      queue('a', quota(1, 3)),
      running('r1', 'a', 2, 'n1', { preemptible: false }),
      blocked('a', 2, { nodeSelector: { zone: 'b' } }),
    ],
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    suggestion: 'CHANGE_LABELS',
  },
]
