import { z } from 'zod'
import { AheadCost, SpentCost } from '../common/cost-schemas.ts'
import { PlacementRules } from '../common/placement-schemas.ts'
import { PodFields, TemplateName } from '../common/pod-schemas.ts'
import {
  Amounts,
  Duration,
  Id,
  Name,
  PageQuery,
  Ref,
  ExtendedName,
  ResourceRequest,
  StartEstimate,
  Time,
  oneOrMany,
} from '../common/schemas.ts'

/** What a workload may be. */
export const WORKLOAD_KINDS = ['job', 'distributed', 'workspace', 'endpoint', 'evaluation', 'image-build'] as const
export const WorkloadKind = z.enum(WORKLOAD_KINDS)
export type WorkloadKind = z.infer<typeof WorkloadKind>

export const PHASES = [
  'QUEUED',
  'ASSIGNED',
  'STARTING',
  'RUNNING',
  'SUSPENDED',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
] as const
export const Phase = z.enum(PHASES)

/** Within one queue. 100 and above is non-preemptible unless said otherwise, and then runs only inside deserved quota. */
export const PRIORITIES = {
  'very-low': 25,
  low: 40,
  'medium-low': 65,
  medium: 80,
  'medium-high': 90,
  high: 125,
  'very-high': 150,
} as const
export type PriorityName = keyof typeof PRIORITIES
export const NON_PREEMPTIBLE_FROM = 100

export const Priority = z.union([
  z.enum(Object.keys(PRIORITIES) as [PriorityName, ...PriorityName[]]),
  z.int().min(0).max(1000),
])

const EnvValue = z.union([
  z.string().max(32_768),
  z.strictObject({
    secretRef: z.strictObject({ name: z.string().min(1).max(253), key: z.string().min(1).max(253) }),
  }),
])

export const Toleration = z.strictObject({
  key: z.string().max(316).default(''),
  operator: z.enum(['Exists', 'Equal']).default('Equal'),
  value: z.string().max(63).default(''),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
})

/** Ends after which a new run is tried, up to `max` times. What the platform breaks (preemption, a lost node) never counts. */
export const RETRY_REASONS = [
  'EXIT_NONZERO',
  'OOM',
  'TIMEOUT',
  'IMAGE_PULL',
  'EVICTED',
  'NODE_LOST',
  'CLUSTER_LOST',
] as const

const Labels = z.record(z.string().min(1).max(316), z.string().max(63))
const Replicas = z.int().min(1).max(10_000)

/** What runs, and where it may. Unknown keys are refused. What is absent comes from the template, and else from the kind. */
export const WorkloadSpec = z.strictObject({
  template: TemplateName.optional().describe('a template of the organization that this begins with'),
  image: z.string().min(1).max(1024).optional(),
  command: z.array(z.string().max(131_072)).max(1000).default([]).describe('absent: what the image runs by itself'),
  args: z.array(z.string().max(131_072)).max(1000).default([]),
  env: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .max(256),
      EnvValue,
    )
    .default({})
    .describe('a value, or a reference to a secret of the cluster; secret values are refused'),
  workingDir: z.string().max(4096).optional(),
  resources: ResourceRequest.prefault({}).describe(
    'for each replica; absent: 0.5 cores and 1 GiB, up to 2 cores and 4 GiB',
  ),
  replicas: Replicas.optional().describe('placed all together or not at all; absent: 1'),
  replicasMin: Replicas.optional().describe(
    'elastic: it starts with as many replicas as there is room for, from this up to `replicas`',
  ),
  priority: Priority.optional().describe('absent: by kind'),
  preemptible: z.boolean().optional().describe('absent: by priority'),
  timeout: Duration.nullable()
    .optional()
    .describe('running time; null: no limit; absent: by kind, an hour or none for what serves'),
  stopGrace: Duration.optional().describe('between TERM and KILL; absent: 30 s'),
  retry: z
    .strictObject({
      max: z.int().min(0).max(100).default(0),
      on: z.array(z.enum(RETRY_REASONS)).default(['EXIT_NONZERO']),
    })
    .optional()
    .describe('absent: none'),
  placement: z
    .strictObject({
      nodePool: Ref.optional().describe('absent: the default pool'),
      fallbackPools: z.array(Ref).max(10).optional().describe('tried in this order when it has no room'),
      clusters: z.array(Ref).max(100).default([]).describe('empty: any'),
      nodeSelector: Labels.default({}),
      tolerations: z.array(Toleration).max(100).default([]),
      ...PlacementRules,
    })
    .prefault({}),
  annotations: z.record(z.string().min(1).max(316), z.string().max(4096)).default({}),
  ...PodFields,
})
export type WorkloadSpec = z.output<typeof WorkloadSpec>

export const SubmitWorkload = z.strictObject({
  project: Ref,
  name: Name.optional().describe('absent: made from the kind'),
  kind: WorkloadKind.optional().describe('absent: that of the template, else job'),
  labels: Labels.default({}),
  spec: WorkloadSpec,
  clonedFrom: Id.optional().describe('the workload that this was made from, which you may read'),
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('the same key answers the same workload; the header Idempotency-Key does the same'),
})
export type SubmitWorkload = z.output<typeof SubmitWorkload>

/**
 * What a workload should ask for from now on. Absent: as it is. Lists and maps are taken whole; amounts one by one. `null` lifts what may be
 * absent.
 */
export const ChangeWorkload = z.strictObject({
  workload: Ref.describe('id, or a name: then the newest of that name'),
  project: Ref.optional().describe('where to look the name up'),
  labels: Labels.optional(),
  spec: z
    .strictObject({
      replicas: Replicas.optional(),
      replicasMin: Replicas.nullable().optional().describe('null: all of them or none'),
      size: Name.optional().describe('cores, memory and their limits of this size'),
      resources: z
        .strictObject({
          ...ResourceRequest.shape,
          extended: z.record(ExtendedName, z.int().min(0).max(100_000)).optional().describe('0: none'),
        })
        .default({})
        .describe('for each replica; what is not named stays'),
      priority: Priority.optional().describe('whether it is preemptible stays as it is'),
      preemptible: z.boolean().optional(),
      timeout: Duration.nullable().optional().describe('running time; null: no limit'),
      placement: z
        .strictObject({
          nodePool: Ref.optional(),
          fallbackPools: z.array(Ref).max(10).optional(),
          clusters: z.array(Ref).max(100).optional().describe('empty: any'),
          nodeSelector: Labels.optional(),
          tolerations: z.array(Toleration).max(100).optional(),
          ...PlacementRules,
          topology: PlacementRules.topology.nullable(),
          apartBy: PlacementRules.apartBy.nullable(),
        })
        .default({}),
    })
    .prefault({}),
})
export type ChangeWorkload = z.output<typeof ChangeWorkload>

export const Status = z.object({
  phase: Phase,
  reason: z.string().nullable().describe('stable code'),
  message: z.string().nullable().describe('one sentence'),
  hint: z.string().nullable().describe('what you can do'),
  since: Time,
  /** False while the agent that runs it is out of contact: then the rest is as of `observedAt`. */
  connected: z.boolean().nullable(),
  observedAt: Time.nullable(),
  generation: z.int(),
  exitCode: z.int().nullable(),
  retryable: z.boolean().nullable(),
})
export type Status = z.infer<typeof Status>

export const Workload = z.object({
  id: Id,
  name: z.string(),
  kind: z.string(),
  project: z.object({ id: Id, name: z.string() }),
  nodePool: z.object({ id: Id, name: z.string() }),
  status: Status,
  cluster: z.object({ id: Id, name: z.string() }).nullable(),
  nodes: z.array(z.string()),
  runId: Id.nullable(),
  progress: z.number().nullable().describe('0 to 1, as the command of the newest run told'),
  address: z.string().nullable().describe('where it answers inside its cluster'),
  labels: z.record(z.string(), z.string()),
  priority: z.int(),
  preemptible: z.boolean(),
  replicas: z.int(),
  replicasRunning: z
    .int()
    .nullable()
    .describe('of the newest run while that lives; null until its cluster has told of its replicas'),
  requests: Amounts.describe('for each replica'),
  submittedAt: Time,
  startEstimate: StartEstimate.nullable().describe('while QUEUED, as soon as it was forecast'),
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  failures: z.int(),
  preemptions: z.int(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  cost: SpentCost.optional().describe('where the list was asked for it'),
})
export type Workload = z.infer<typeof Workload>

export const WorkloadDetail = Workload.extend({
  cost: SpentCost.extend(AheadCost.shape),
  figures: z.record(z.string(), z.number()).describe('what the command of the newest run told of itself'),
  result: z.record(z.string(), z.unknown()).nullable().describe('what that command left as its result'),
  spec: z.record(z.string(), z.unknown()),
  clonedFrom: z
    .object({ id: Id, name: z.string().nullable().describe('null: it is gone, or you may not read it') })
    .nullable(),
  clones: z
    .array(z.object({ id: Id, name: z.string(), phase: Phase, submittedAt: Time }))
    .describe('the newest 20 that you may read'),
})

/** A workload as the request that would make it again. */
export const WorkloadRequest = z.object({
  project: z.string(),
  name: z.string(),
  kind: WorkloadKind.optional(),
  labels: z.record(z.string(), z.string()),
  spec: z
    .record(z.string(), z.unknown())
    .describe('as a submission has it: names in place of ids, amounts as people write them'),
})
export type WorkloadRequest = z.infer<typeof WorkloadRequest>

const Warnings = z.array(z.string()).describe('what stands against it as things are; it waits for that to change')

export const SubmittedWorkload = Workload.extend({ warnings: Warnings })

/** A change with which waiting work starts: the scheduler tried it. */
export const Suggestion = z.object({
  code: z.string(),
  text: z.string().describe('one sentence with numbers'),
  by: z.enum(['owner', 'admin', 'nobody']).describe('who may do it; `nobody`: it comes by itself'),
  outcome: z.enum(['STARTS', 'STARTS_AFTER_PREEMPTION']),
  preempts: z.int().describe('runs that would be stopped for it'),
  changes: z
    .array(z.looseObject({ kind: z.enum(['workload', 'quota', 'cluster', 'node', 'add-nodes', 'wait']) }))
    .describe(
      'the same for machines, with ids and amounts in the units of Amounts; empty where it is about what you may not see',
    ),
  command: z.string().nullable().describe('a command line that does it, where there is one'),
})
export type Suggestion = z.infer<typeof Suggestion>

/** What the scheduler would do with it now. Nothing is promised: others may come before it. */
export const Outlook = z.object({
  outcome: z.enum(['STARTS', 'STARTS_AFTER_PREEMPTION', 'WAITS']),
  headline: z.string(),
  hint: z.string().nullable(),
  permanent: z.boolean().describe('no waiting helps: something must be changed'),
  nodePool: z.object({ id: Id, name: z.string() }).nullable(),
  cluster: z.object({ id: Id, name: z.string() }).nullable(),
  nodes: z.array(z.string()).describe('one for each replica'),
  start: StartEstimate.nullable(),
  preemptions: z
    .array(z.object({ project: z.string(), count: z.int(), workloads: z.array(z.string()) }))
    .describe('runs that would be stopped for it; those that you may not see are counted and not named'),
  suggestions: z
    .array(Suggestion)
    .nullable()
    .describe('what would make it start where it would wait, least intrusive first; `null`: not worked out in time'),
})
export type Outlook = z.infer<typeof Outlook>

export const WorkloadPreview = z.object({
  name: z.string().nullable().describe('null: one is made'),
  kind: z.string(),
  project: z.object({ id: Id, name: z.string() }),
  priority: z.int(),
  preemptible: z.boolean(),
  replicas: z.int(),
  requests: Amounts.describe('for each replica'),
  labels: z.record(z.string(), z.string()),
  spec: z.record(z.string(), z.unknown()),
  warnings: Warnings,
  outlook: Outlook.nullable().describe('null while nobody leads scheduling'),
})

export const WorkloadRef = z.strictObject({
  workload: Ref.describe('id, or a name: then the newest of that name'),
  project: Ref.optional().describe('where to look the name up'),
})

export const ListWorkloads = z.strictObject({
  project: Ref.optional(),
  department: Ref.optional(),
  cluster: Ref.optional(),
  nodePool: Ref.optional(),
  phase: oneOrMany(Phase).optional(),
  kind: oneOrMany(WorkloadKind).optional(),
  label: z.string().max(400).optional().describe('key=value'),
  /** Not finished yet. */
  active: z.stringbool().or(z.boolean()).optional(),
  search: z.string().max(100).optional().describe('part of the name'),
  query: z
    .string()
    .max(500)
    .optional()
    .describe('conditions in words, such as: state:running project:vision gpu:>4 age:<2d -user:kim@* train'),
  since: Time.optional(),
  ids: oneOrMany(Id).optional(),
  cost: z.stringbool().or(z.boolean()).optional().describe('with what each cost up to now'),
  ...PageQuery,
  pageToken: Id.optional().describe('from `nextPageToken` of the page before'),
})

/** How many workloads stand side by side. */
export const COMPARED = { min: 2, max: 4 } as const

export const CompareWorkloads = z.strictObject({
  workloads: oneOrMany(Ref)
    .refine((refs) => new Set(refs).size === refs.length, 'each of them once')
    .refine(
      ({ length }) => length >= COMPARED.min && length <= COMPARED.max,
      `name ${COMPARED.min} to ${COMPARED.max} workloads`,
    )
    .describe('two to four, each by id or by name: then the newest of that name'),
  project: Ref.optional().describe('where to look names up'),
})

/** Parts of a comparison, in the order in which they are read. */
export const COMPARISON_GROUPS = ['what', 'work', 'resources', 'environment', 'placement', 'life', 'use'] as const
/** What the values of a row are. Amounts are in the units of Amounts, `ms` and `hours` of time, `share` from 0 to 1. */
export const COMPARISON_UNITS = [
  'text',
  'number',
  'cpu',
  'memory',
  'gpu',
  'ms',
  'hours',
  'percent',
  'share',
  'time',
] as const

export const ComparisonRow = z.object({
  group: z.enum(COMPARISON_GROUPS),
  name: z.string().describe('of a field of the specification its path, else a word'),
  unit: z.enum(COMPARISON_UNITS),
  values: z
    .array(z.union([z.string(), z.number()]).nullable())
    .describe('one for each of the workloads; null: not set, not yet, or nothing known of it'),
  differs: z.boolean().describe('between the workloads that were found'),
})
export type ComparisonRow = z.infer<typeof ComparisonRow>

/** A time in one phase. */
export const Stay = z.object({ phase: Phase, at: Time, ms: z.number() })
export type Stay = z.infer<typeof Stay>

export const Comparison = z.object({
  items: z
    .array(
      z.object({
        ref: z.string().describe('as it was asked for'),
        workload: Workload.nullable().describe('null: there is none, or you may not read it'),
        stays: z.array(Stay).describe('phases it went through, oldest first'),
        ranFrom: Time.nullable().describe('begin of its first run'),
        ranTo: Time.nullable().describe('end of its last run, or now'),
      }),
    )
    .describe('in the order asked for'),
  rows: z.array(ComparisonRow),
  asOf: Time,
})
export type Comparison = z.infer<typeof Comparison>

export const TimelineEvent = z.object({
  id: z.int(),
  at: Time,
  runId: Id.nullable(),
  phase: z.string(),
  reason: z.string().nullable(),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

/** Why it waits, or how it came to be where it is. */
export const Why = z.object({
  workload: Workload,
  headline: z.string(),
  hint: z.string().nullable(),
  permanent: z.boolean(),
  /** In the order in which the scheduler asks. */
  gates: z.array(
    z.object({
      gate: z.string(),
      state: z.enum(['pass', 'fail', 'not-reached']),
      subject: z.string().nullable(),
      numbers: z.record(z.string(), z.number()),
      text: z.string(),
    }),
  ),
  holders: z.array(z.object({ queue: z.string(), resource: z.string(), amount: z.number() })),
  warnings: Warnings,
  suggestions: z
    .array(Suggestion)
    .nullable()
    .describe('what would make it start, least intrusive first; `null`: not worked out yet, ask again'),
  position: z.object({ ahead: z.int().describe('waiting before it in its queue'), of: z.int() }).nullable(),
  round: z.object({ id: z.int(), at: Time }).nullable(),
})
export type Why = z.infer<typeof Why>

export const GetLogs = z.strictObject({
  workload: Ref,
  project: Ref.optional(),
  follow: z.stringbool().or(z.boolean()).default(false),
  tail: z.coerce.number().int().min(0).max(100_000).optional(),
  replica: z.coerce.number().int().min(0).optional(),
  runId: Id.optional().describe('absent: the newest run'),
  cursor: z.string().max(512).optional(),
  search: z.string().min(1).max(200).optional().describe('only lines with this text, whatever its case'),
  context: z.coerce.number().int().min(0).max(20).default(0).describe('with `search`: so many lines around each'),
})
export const LogEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('lines'),
    cursor: z.string(),
    lines: z.array(
      z.object({ replica: z.int(), stream: z.enum(['out', 'err']), at: Time.nullable(), text: z.string() }),
    ),
  }),
  z.object({ type: z.literal('gap'), bytes: z.int(), reason: z.string() }),
  z.object({ type: z.literal('end'), reason: z.string(), message: z.string() }),
])
export type LogEvent = z.infer<typeof LogEvent>
