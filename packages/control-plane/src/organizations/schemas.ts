import { z } from 'zod'
import { Id, Ref, Time } from '../common/schemas.ts'

export const Organization = z.object({ id: Id, name: z.string(), displayName: z.string(), createdAt: Time })

/** Whose work is counted. What clusters hold in all stays as it is: `allocated` is that of the scope. */
export const GetOverview = z.strictObject({ project: Ref.optional(), department: Ref.optional() })

/** The first page of the console: what is happening right now. */
export const Overview = z.object({
  clusters: z.object({ total: z.int(), connected: z.int() }),
  nodes: z.object({ total: z.int(), ready: z.int() }),
  capacity: z.record(z.string(), z.object({ total: z.number(), allocated: z.number() })),
  workloads: z.record(z.string(), z.int()).describe('count by phase; finished ones of the last 24 hours'),
  oldestWaiting: z
    .object({ id: Id, name: z.string(), project: z.string(), since: Time, message: z.string().nullable() })
    .nullable(),
  lastRound: z.object({ id: z.int(), at: Time, planMicros: z.int() }).nullable(),
  leader: z.object({
    alive: z.boolean(),
    epoch: z.int(),
    lookedAt: Time.nullable().describe(
      'when it last looked at the whole queue; it does so when something changes, and while work waits',
    ),
  }),
  asOf: Time,
})
export type Overview = z.infer<typeof Overview>
