import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { sizes } from '../db/schema/sizes.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { readSizes } from './read-sizes.ts'
import { SetSize, Size } from './schemas.ts'

export const setSize = action({
  name: 'size.set',
  summary: 'Make a size, or change one; workloads that were submitted keep what they were given',
  rest: { method: 'put', path: '/sizes/{size}' },
  allow: 'size:write',
  input: SetSize,
  output: Size,
  run: async (ctx, input) => {
    ctx.access.require('size:write')
    const { size: name, requests } = input
    const limits = { cpu: input.limits.cpu ?? requests.cpu, memory: input.limits.memory ?? requests.memory }
    for (const resource of ['cpu', 'memory'] as const) {
      if (limits[resource] >= requests[resource]) continue
      throw new AppError('VALIDATION', `the limit of ${resource} is less than what is requested`, {
        issues: [{ path: `limits.${resource}`, message: 'less than the request' }],
      })
    }
    return await transaction(ctx, async (tx) => {
      const before = (await readSizes(tx.q)).find((size) => size.name === name)
      const [row] = await tx.q
        .insert(sizes)
        .values({ id: newId(), organizationId: ctx.organizationId, name, requests, limits })
        .onConflictDoUpdate({
          target: [sizes.organizationId, sizes.name],
          set: { requests, limits, updatedAt: sql`now()` },
        })
        .returning()
      const { id } = must(row, 'a size was written')
      const object = { kind: 'size', id, name }
      await recordAudit(tx, ctx, 'size.set', object, {
        ...(before ? { before: { requests: before.requests, limits: before.limits } } : {}),
        after: { requests, limits },
      })
      await tx.changed('size', id)
      return { name, requests, limits, builtIn: false }
    })
  },
})
