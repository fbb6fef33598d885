import { z } from 'zod'
import { Limits } from '../common/pod-schemas.ts'
import { Amounts, CpuQuantity, MemoryQuantity, Name } from '../common/schemas.ts'

export const Size = z.object({
  name: z.string(),
  requests: Amounts.describe('what a replica asks for'),
  limits: Amounts.describe('most that it may use'),
  builtIn: z.boolean().describe('it comes with the product, and nobody here has changed it'),
})
export type Size = z.infer<typeof Size>

export const SetSize = z.strictObject({
  size: Name,
  requests: z.strictObject({ cpu: CpuQuantity, memory: MemoryQuantity }),
  limits: Limits.prefault({}).describe('absent: what is requested'),
})
export const SizeRef = z.strictObject({ size: Name })
