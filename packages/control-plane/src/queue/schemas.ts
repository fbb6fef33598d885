import { z } from 'zod'
import { Amounts, Id, PageQuery, Ref, StartEstimate, Time } from '../common/schemas.ts'

const Named = z.object({ id: Id, name: z.string() })
const Flag = z.stringbool().or(z.boolean())

/** The code under which work stands that no round has looked at yet. */
export const NOT_LOOKED_AT = 'NOT_LOOKED_AT'

/** One waiting workload, where it stands, and why. */
export const PendingWorkload = z.object({
  id: Id,
  name: z.string(),
  kind: z.string(),
  project: Named,
  nodePool: Named,
  place: z.int().describe('from 1, in the line of its project in its pool, in the order of the scheduler'),
  of: z.int().describe('how many stand in that line'),
  priority: z.int(),
  preemptible: z.boolean(),
  replicas: z.int(),
  requests: Amounts.describe('for each replica'),
  submittedAt: Time,
  waitingSince: Time.describe('since it came into the queue this time'),
  reason: z.string().describe('stable code'),
  message: z.string().nullable().describe('one sentence with numbers'),
  hint: z.string().nullable().describe('what you can do'),
  permanent: z.boolean().describe('waiting alone does not help'),
  startEstimate: StartEstimate.nullable(),
  nominated: z
    .object({ cluster: Named, nodes: z.array(z.string()) })
    .nullable()
    .describe('room that is held for it until others have left it'),
  createdBy: z.object({ id: z.string(), name: z.string() }),
})
export type PendingWorkload = z.infer<typeof PendingWorkload>

export const ListPending = z.strictObject({
  nodePool: Ref.optional(),
  department: Ref.optional(),
  project: Ref.optional(),
  reason: z.string().max(63).optional().describe('code of a reason'),
  permanent: Flag.optional().describe('only what waiting does not help, or only what it may'),
  search: z.string().max(100).optional().describe('part of the name'),
  skip: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .describe('how many of the matching ones to pass over, for views that jump; not together with `pageToken`'),
  ...PageQuery,
  pageSize: z.coerce.number().int().min(0).max(1000).default(100).describe('0: totals alone'),
  pageToken: Id.optional().describe('from `nextPageToken` of the page before'),
})

/** A page of what waits, and totals over everything that matches. */
export const Pending = z.object({
  items: z.array(PendingWorkload).describe('by pool and project, each in the order of the scheduler'),
  nextPageToken: z.string().nullable(),
  total: z.int().describe('how many match'),
  reasons: z
    .array(z.object({ reason: z.string(), permanent: z.boolean(), count: z.int() }))
    .describe('most first; whatever `reason` and `permanent` ask for'),
  queues: z
    .array(z.object({ project: Named, nodePool: Named, count: z.int() }))
    .describe('how many match in each line, in the order of the pages'),
  oldest: z
    .array(PendingWorkload)
    .describe('one for each line and reason, the oldest first, at most five; on the first page alone'),
})
export type Pending = z.infer<typeof Pending>

export const MoveWorkload = z.strictObject({
  workload: Ref.describe('id, or a name: then the newest of that name'),
  project: Ref.optional().describe('where to look names up'),
  before: Ref.optional().describe('id or name of a waiting workload of the same line and priority'),
  after: Ref.optional().describe('the same, to stand behind it'),
  to: z.enum(['first', 'last']).optional().describe('among those of its priority'),
})

export const QueueDecision = z.object({
  id: z.int(),
  kind: z.enum(['assigned', 'preempted', 'nominated']),
  round: z.int(),
  at: Time,
  workload: Named.nullable().describe('null: in a project that you may not see'),
  project: z.string(),
  cluster: z.string().nullable(),
  nodes: z.array(z.string()),
  borrowed: z.boolean().describe('beyond what its queue is owed'),
  cause: z.enum(['RECLAIM', 'PRIORITY']).nullable().describe('of a preemption'),
  beneficiary: z
    .object({ workload: Named.nullable(), project: z.string() })
    .nullable()
    .describe('who gets the room of what was preempted'),
})
export type QueueDecision = z.infer<typeof QueueDecision>

export const ListDecisions = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
