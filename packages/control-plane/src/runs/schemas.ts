import { z } from 'zod'
import { Amounts, Id, Ref, Time } from '../common/schemas.ts'

export const Run = z.object({
  id: Id,
  workloadId: Id,
  generation: z.int(),
  cluster: z.object({ id: Id, name: z.string() }),
  nodes: z.array(z.string()),
  phase: z.string(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  exitCode: z.int().nullable(),
  replicas: z.array(
    z.object({
      index: z.int(),
      phase: z.string(),
      node: z.string().nullable(),
      exitCode: z.int().nullable(),
      message: z.string().nullable(),
    }),
  ),
  progress: z.number().nullable().describe('0 to 1, as its command told'),
  figures: z.record(z.string(), z.number()).describe('what its command told of itself'),
  result: z.record(z.string(), z.unknown()).nullable(),
  address: z.string().nullable().describe('where it answers inside its cluster'),
  requests: Amounts,
  assignedAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  observedAt: Time.nullable(),
  connected: z.boolean(),
  roundId: z.int().nullable(),
  preemptedFor: z.object({ id: Id, name: z.string(), project: z.string() }).nullable(),
})
export type Run = z.infer<typeof Run>
export const ListRuns = z.strictObject({ workload: Ref, project: Ref.optional() })
