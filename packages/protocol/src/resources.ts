import { z } from 'zod'

/**
 * Amounts by resource name, as whole numbers in one unit for each name: `cpu` in thousandths of a core, `memory` in MiB, `gpu`
 * in thousandths of a device, every other name (an extended resource such as a MIG profile) in pieces.
 */
export const ResourceList = z.record(
  z.string().regex(/^[a-z0-9]([a-z0-9./_-]{0,126}[a-z0-9])?$/i),
  z.int().nonnegative().max(2_147_483_647),
)
export type ResourceList = z.infer<typeof ResourceList>

/** A node's refusal of work that does not tolerate it, as in Kubernetes. */
export const Taint = z.object({
  key: z.string().min(1).max(316),
  value: z.string().max(63).default(''),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).catch('NoSchedule'),
})
export type Taint = z.infer<typeof Taint>

/** String labels, with the sizes that Kubernetes allows. */
export const Labels = z.record(z.string().min(1).max(316), z.string().max(63))
export type Labels = z.infer<typeof Labels>
