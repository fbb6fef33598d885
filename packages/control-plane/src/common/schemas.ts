import { z } from 'zod'

/** Pieces of the public contract that several domains share. This file, like every `schemas.ts`, imports zod alone, so that a browser can use it. */

export const Id = z.uuid()

/** A DNS label: lower-case letters, digits and dashes. Names of organizations, departments, projects, clusters, pools and workloads. */
export const Name = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'use lower-case letters, digits and dashes, starting and ending with a letter or digit',
  )

/** An id or a name. */
export const Ref = z.string().min(1).max(63)

export const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** How the version of an agent lies to that of the control plane. `refused`: they have no wire version in common. */
export const Skew = z.enum(['same', 'behind', 'ahead', 'refused', 'unknown'])
export type Skew = z.infer<typeof Skew>

/** Amounts by resource name, as the API answers them. */
export const Amounts = z
  .record(z.string(), z.number())
  .describe('cpu in thousandths of a core, memory in MiB, gpu in thousandths of a device, other names in pieces')
export type Amounts = z.infer<typeof Amounts>

const CPU = /^(\d{1,7}(?:\.\d{1,3})?|\d{1,9}m)$/
const MEMORY = /^(\d{1,12}(?:\.\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/
const MEMORY_UNITS: Record<string, number> = {
  '': 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
}

/** `2`, `0.5` or `"500m"`: cores. Answered in thousandths. */
export const CpuQuantity = z
  .union([
    z.number().nonnegative().max(1_000_000),
    z.string().regex(CPU, 'give cores (2, 0.5) or thousandths ("500m")'),
  ])
  .transform((value) => {
    const text = String(value)
    return text.endsWith('m') ? Number(text.slice(0, -1)) : Math.round(Number(text) * 1000)
  })

/** `"4Gi"`, `"512Mi"`, or bytes. Answered in MiB, rounded up. */
export const MemoryQuantity = z
  .union([
    z
      .number()
      .nonnegative()
      .max(2 ** 50),
    z.string().regex(MEMORY, 'give a size such as "512Mi" or "4Gi"'),
  ])
  .transform((value) => {
    const [, amount = '0', unit = ''] = MEMORY.exec(String(value)) ?? []
    return Math.ceil((Number(amount) * (MEMORY_UNITS[unit] ?? 1)) / 2 ** 20)
  })

/** `1`, `0.5`: devices. Answered in thousandths. */
export const GpuQuantity = z
  .number()
  .nonnegative()
  .max(100_000)
  .transform((devices) => Math.round(devices * 1000))

/** The Kubernetes name of a resource beyond cores, memory and GPUs. */
export const ExtendedName = z.string().regex(/^[a-z0-9.-]+\/[a-zA-Z0-9._-]+$/)

/** Resources of one replica as people write them. */
export const ResourceRequest = z.strictObject({
  cpu: CpuQuantity.optional(),
  memory: MemoryQuantity.optional(),
  gpu: GpuQuantity.optional(),
  /** Extended resources by their Kubernetes name, for example `{"nvidia.com/mig-1g.10gb": 2}`. */
  extended: z.record(ExtendedName, z.int().positive().max(100_000)).optional(),
})

const bound = <T extends z.ZodType<number>>(quantity: T) => z.union([quantity, z.literal('unlimited')])
const line = <T extends z.ZodType<number>>(quantity: T) =>
  z.strictObject({
    deserved: bound(quantity).optional(),
    limit: bound(quantity).optional(),
    weight: z.number().min(0).max(1_000_000).optional(),
    borrowLimit: bound(quantity).optional().describe('most above deserved'),
    lendLimit: bound(quantity).optional().describe('most of what is unused that others may use; 0: nothing is lent'),
    userLimit: bound(quantity).optional().describe('most that one user may hold'),
  })

/** What a change of quotas says of each resource. A field that is absent keeps its value; "unlimited" lifts a bound. */
export const QuotaLines = {
  cpu: line(CpuQuantity).optional(),
  memory: line(MemoryQuantity).optional(),
  gpu: line(GpuQuantity).optional(),
  extended: z
    .record(ExtendedName, line(z.number().int().nonnegative().max(1_000_000)))
    .optional()
    .describe('other resources by their Kubernetes name, in pieces'),
}

const DURATION_UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds as a number, or `"90s"`, `"30m"`, `"2h"`, `"1d"`. Answered in seconds. */
export const Duration = z
  .union([
    z.int().nonnegative(),
    z.string().regex(/^\d{1,9}(s|m|h|d)$/, 'give a duration such as "90s", "30m", "2h" or "1d"'),
  ])
  .transform((value) =>
    typeof value === 'number' ? value : Number(value.slice(0, -1)) * (DURATION_UNITS[value.slice(-1)] ?? 1),
  )

/** One value or several: a query string with one value of a name carries no list. */
export function oneOrMany<T extends z.ZodType>(item: T) {
  return z
    .union([item, z.array(item).max(1000)])
    .transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value]) as z.output<T>[])
}

/** Query fields of every list: newest first, by keyset. */
export const PageQuery = {
  pageSize: z.coerce.number().int().min(1).max(1000).default(100),
  pageToken: z.string().max(64).optional().describe('from `nextPageToken` of the page before'),
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextPageToken: z.string().nullable() })
}

/** What every refusal looks like. */
export const Problem = z.object({
  error: z.object({
    code: z.string().describe('stable, for programs'),
    message: z.string().describe('what went wrong, for people'),
    hint: z.string().nullable().describe('what to do about it'),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).describe('the fields that are wrong'),
    requestId: z.string(),
  }),
})
export type Problem = z.infer<typeof Problem>

/** When it will start: half of the courses of events that were drawn have it started by `p50`, nine of ten by `p90`. */
export const StartEstimate = z.object({
  p50: Time.nullable().describe('null: not within the time that was looked at'),
  p90: Time.nullable().describe('null: not within the time that was looked at'),
  samples: z.int().describe('courses of events that were drawn'),
  madeAt: Time,
})
export type StartEstimate = z.infer<typeof StartEstimate>
