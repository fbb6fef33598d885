import type { Amounts } from '../../common/schemas.ts'
import { AppError } from '../../lib/app-error.ts'
import type { WorkloadSpec } from '../schemas.ts'

const DEFAULT_REQUESTS = { cpu: 500, memory: 1024 } as const
/** Of what is not asked for by name: a small job may use an idle machine. */
const DEFAULT_LIMITS = { cpu: 2000, memory: 4096 } as const

export interface SizeAmounts {
  requests: Amounts
  limits: Amounts
}

export interface ResolvedAmounts {
  requests: Record<string, number>
  /** Cores and memory only; an absent name is limited to what is requested. */
  limits: Record<string, number>
}

/**
 * What a replica asks for and may use. The spec's own amounts come first, then its size, then the defaults. `own` are the limits that its owner wrote:
 * those are refused below what is requested, and others are raised to it.
 */
export function resolveAmounts(
  spec: Pick<WorkloadSpec, 'resources' | 'limits'>,
  size: SizeAmounts | undefined,
  own: WorkloadSpec['limits'],
): ResolvedAmounts {
  const { cpu, memory, gpu, extended } = spec.resources
  const requests: Record<string, number> = {
    cpu: cpu ?? size?.requests['cpu'] ?? DEFAULT_REQUESTS.cpu,
    memory: memory ?? size?.requests['memory'] ?? DEFAULT_REQUESTS.memory,
    ...((gpu ?? 0) > 0 ? { gpu: gpu ?? 0 } : {}),
    ...extended,
  }
  checkDevices(requests['gpu'] ?? 0)
  const limits: Record<string, number> = {}
  for (const name of ['cpu', 'memory'] as const) {
    const isDefault = spec.resources[name] === undefined && size === undefined
    const limit = spec.limits?.[name] ?? size?.limits[name] ?? (isDefault ? DEFAULT_LIMITS[name] : undefined)
    const least = requests[name] ?? 0
    if (own?.[name] !== undefined && own[name] < least) {
      throw new AppError('VALIDATION', `the limit of ${name} is less than what is requested`, {
        hint: 'raise the limit, or ask for less',
        issues: [{ path: `spec.limits.${name}`, message: `${own[name]} is less than the request, ${least}` }],
      })
    }
    if (limit !== undefined) limits[name] = Math.max(limit, least)
  }
  return { requests, limits }
}

/** Throws VALIDATION for what is neither whole devices nor a part of one. */
export function checkDevices(gpu: number): void {
  if (gpu <= 1000 || gpu % 1000 === 0) return
  throw new AppError('VALIDATION', `gpu: ${gpu / 1000} is neither whole devices nor a part of one`, {
    hint: 'ask for 1, 2, 3 ... devices, or for less than one',
    issues: [{ path: 'spec.resources.gpu', message: 'whole devices, or less than one' }],
  })
}
