import { z } from 'zod'
import { Time } from '../common/schemas.ts'

/** On clusters of the demo: its size and seed, for example `large-1`. */
export const DEMO_LABEL = 'fairlead.dev/demo'

export const DEMO_SIZES = ['small', 'large'] as const

export const SeedDemo = z.strictObject({
  size: z
    .enum(DEMO_SIZES)
    .default('small')
    .describe('small: 1,200 workloads of 10 projects on 24 nodes; large: 10,000 of 40 on 300'),
  seed: z.int().min(0).max(2_147_483_647).default(1).describe('the same seed makes the same demo'),
})
export type SeedDemo = z.output<typeof SeedDemo>

export const DemoSeeded = z.object({
  size: z.enum(DEMO_SIZES),
  seed: z.int(),
  from: Time.describe('when its history begins'),
  until: Time.describe('when it ends: the present'),
  clusters: z.array(z.string()).describe('they are out of contact until agents play them: fairlead demo run'),
  nodes: z.int(),
  departments: z.int(),
  projects: z.int(),
  users: z.int(),
  workloads: z.object({ ended: z.int(), running: z.int(), waiting: z.int() }),
  runs: z.int(),
  rounds: z.int().describe('of the scheduler, in virtual time'),
  tookMs: z.int(),
})
export type DemoSeeded = z.infer<typeof DemoSeeded>

export const RemoveDemo = z.strictObject({})
export const DemoRemoved = z.object({
  clusters: z.int(),
  departments: z.int(),
  projects: z.int(),
  users: z.int(),
  workloads: z.int(),
})
export type DemoRemoved = z.infer<typeof DemoRemoved>
