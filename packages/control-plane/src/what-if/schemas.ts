import { z } from 'zod'
import { Amounts, Duration, Id, QuotaLines, Ref, ResourceRequest, Time } from '../common/schemas.ts'

const PerHour = z.int().min(0).max(1_000_000)
const Labels = z.record(z.string().min(1).max(316), z.string().max(63))

/** A field that is absent keeps its value. */
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('quota'),
    project: Ref.optional(),
    department: Ref.optional(),
    nodePool: Ref.optional().describe('absent: the default pool'),
    rank: z.int().min(-1000).max(1000).optional(),
    minRuntime: Duration.nullable().optional().describe('null: as the queue above'),
    ...QuotaLines,
  }),
  z.strictObject({
    kind: z.literal('add-nodes'),
    count: z.int().min(1).max(10_000),
    like: Ref.optional().describe('name of a node; absent: nodes of `resources` in `cluster`'),
    cluster: Ref.optional().describe('of that node, and may be absent where its name is unique; else where they stand'),
    nodePool: Ref.optional().describe('absent: that of the node, or where labels say so'),
    resources: ResourceRequest.optional().describe('what each of them has; over what that node has'),
    labels: Labels.optional().describe('beside those of that node'),
  }),
  z.strictObject({
    kind: z.literal('remove-nodes'),
    nodes: z.array(z.string().min(1).max(253)).min(1).max(10_000).optional().describe('absent: all of the cluster'),
    cluster: Ref.optional(),
  }),
  z.strictObject({
    kind: z.literal('priority'),
    project: Ref.optional(),
    department: Ref.optional().describe('all of its projects; without either: all work'),
    from: z.int().min(0).max(1000).optional().describe('only of work that has this priority'),
    priority: z.int().min(0).max(1000),
    preemptible: z.boolean().optional().describe('absent: by priority'),
  }),
  z.strictObject({
    kind: z.literal('node-pool'),
    nodePool: Ref.optional().describe('absent: the default pool'),
    strategy: z.enum(['binpack', 'spread']).optional(),
    minRuntime: Duration.optional(),
    maxWait: z
      .union([Duration, z.literal('never')])
      .optional()
      .describe('work that waits longer is served first'),
    preemptionsPerHour: z.union([PerHour, z.literal('unlimited')]).optional(),
    topology: z.array(z.string().min(1).max(316)).max(8).optional().describe('labels of nodes, from far to near'),
  }),
  z.strictObject({
    kind: z.literal('policy'),
    preemptionsMaxPerRound: z.int().min(0).max(100_000).optional(),
    placementsMaxPerRound: z.int().min(1).max(1_000_000).optional(),
    reservationHorizon: Duration.optional().describe(
      'room is kept for work that waits, when it comes free within this',
    ),
  }),
])
export type Change = z.output<typeof Change>

export const WINDOW_DAYS_MAX = 90
export const ROWS_MAX = 50_000

/** One job of a trace: seconds from its beginning, seconds of running, devices, thousandths of a core, MiB, and whose. */
const TraceRow = z.tuple([
  z.number().min(0).max(1e9),
  z.number().min(0).max(1e8),
  z.number().min(0).max(100_000),
  z.int().min(0).max(1e9),
  z.int().min(0).max(1e9),
  z.int().min(0).max(9_999),
])

export const RunWhatIf = z.strictObject({
  changes: z.array(Change).min(1).max(200),
  window: Duration.default(7 * 86_400).describe(`how far the history goes back, at most ${WINDOW_DAYS_MAX} days`),
  trace: z
    .strictObject({
      queues: z.array(z.string().min(1).max(253)).min(1).max(10_000),
      rows: z.array(TraceRow).min(1).max(ROWS_MAX).describe('at, runtime, gpus, cpu, memory, number of the queue'),
    })
    .optional()
    .describe('played in place of the history'),
})

const Side = z.object({
  workloads: z.int(),
  started: z.int(),
  neverStarted: z.int(),
  waitMeanMs: z.number().describe('of the same workloads on both sides'),
  waitP50Ms: z.number(),
  waitP90Ms: z.number(),
  preemptions: z.int(),
})

export const WhatIfReport = z.object({
  from: Time,
  until: Time,
  workloads: z.int(),
  assumptions: z.array(z.string()),
  warnings: z.array(z.string()).describe('what the changes do less than they seem to say'),
  projects: z.array(
    z.object({
      project: z.object({ id: Id, name: z.string() }),
      nodePool: z.object({ id: Id, name: z.string() }),
      effect: z.enum(['GAINS', 'LOSES', 'SAME']),
      sooner: z.int().describe('workloads that start earlier by more than a minute'),
      later: z.int(),
      before: Side.extend({ share: z.number().describe('part of the pool held on average'), fairShare: z.number() }),
      after: Side.extend({ share: z.number(), fairShare: z.number() }),
    }),
  ),
  pools: z.array(
    z.object({
      nodePool: z.object({ id: Id, name: z.string() }),
      resource: z.string().describe('that shares and use are told in'),
      before: Side.extend({ utilisation: z.number(), capacity: Amounts }),
      after: Side.extend({ utilisation: z.number(), capacity: Amounts }),
    }),
  ),
  gainers: z.array(z.string()).describe('projects whose work waits less, most first'),
  losers: z.array(z.string()),
  tookMs: z.int(),
})
export type WhatIfReport = z.infer<typeof WhatIfReport>
