import type { WorkloadUpsert } from '../delta.ts'

/**
 * How large a workload is, for history and tables: `none` without GPUs, `part` below one, else the next power of two of all
 * its GPUs: `1`, `2`, `4`, `8` and so on.
 */
export function sizeClassOf({ requests, replicas }: Pick<WorkloadUpsert, 'requests' | 'replicas'>): string {
  const gpus = ((requests['gpu'] ?? 0) * replicas) / 1_000
  if (gpus === 0) return 'none'
  if (gpus < 1) return 'part'
  let size = 1
  while (size < gpus) size *= 2
  return String(size)
}
