import type { QuotaResources } from '../../db/schema/quotas.ts'
import { AppError } from '../../lib/app-error.ts'

/** What a request says of one resource; absent fields keep their value. */
export interface QuotaLineChange {
  deserved?: number | 'unlimited' | undefined
  limit?: number | 'unlimited' | undefined
  weight?: number | undefined
  borrowLimit?: number | 'unlimited' | undefined
  lendLimit?: number | 'unlimited' | undefined
}

/** One resource of a quota after a change. Throws VALIDATION, with the field, for bounds that contradict each other. */
export function mergeQuota(
  name: string,
  before: QuotaResources[string] | undefined,
  line: QuotaLineChange,
): QuotaResources[string] {
  const deserved = bound(line.deserved, before?.deserved ?? null)
  const limit = bound(line.limit, before?.limit ?? null)
  if (limit !== null && (deserved === null || deserved > limit)) {
    throw new AppError(
      'VALIDATION',
      `${name}: the limit is below what is deserved, so part of it could never be used`,
      {
        hint: `raise ${name}.limit or lower ${name}.deserved`,
        issues: [{ path: `${name}.limit`, message: 'must not be below deserved' }],
      },
    )
  }
  const borrowLimit = bound(line.borrowLimit, before?.borrowLimit ?? null)
  const lendLimit = bound(line.lendLimit, before?.lendLimit ?? null)
  return {
    deserved,
    limit,
    weight: line.weight ?? before?.weight ?? 1,
    ...(borrowLimit === null ? {} : { borrowLimit }),
    ...(lendLimit === null ? {} : { lendLimit }),
  }
}

function bound(given: number | 'unlimited' | undefined, kept: number | null): number | null {
  return given === undefined ? kept : given === 'unlimited' ? null : given
}
