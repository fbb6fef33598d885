import { DEFAULT_RESOURCES, type QuotaResources } from '../db/schema/quotas.ts'

/** The quota of a queue in a pool for which nobody has set one: CPU and memory without bound, GPUs only borrowed. */
export function effectiveResources(set: QuotaResources | undefined): QuotaResources {
  return { ...DEFAULT_RESOURCES, ...set }
}
