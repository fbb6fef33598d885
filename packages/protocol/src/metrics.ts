import { z } from 'zod'

/**
 * Usage, each fifteen seconds. It may be lost: a newer sample replaces an unsent one, and it is never sent in front of state.
 * Values: `cpu` thousandths of a core, `memory` MiB, `gpu` percent busy averaged over the devices, `gpuMemory` MiB.
 */
export const METRIC_NAMES = ['cpu', 'memory', 'gpu', 'gpuMemory'] as const
export type MetricName = (typeof METRIC_NAMES)[number]

export const MetricSample = z.object({
  kind: z.enum(['node', 'run', 'agent']),
  /** Node name, run id, or `self` for the agent's own process. */
  key: z.string().min(1).max(253),
  values: z.partialRecord(z.enum(METRIC_NAMES), z.number().nonnegative()),
})
export type MetricSample = z.infer<typeof MetricSample>

export const Metrics = z.object({ agoMs: z.int().nonnegative(), samples: z.array(MetricSample).max(20_000) })
export type Metrics = z.infer<typeof Metrics>
