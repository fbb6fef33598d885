import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { sizes } from '../db/schema/sizes.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { BUILT_IN_SIZES } from './built-in.ts'
import { Size, SizeRef } from './schemas.ts'

export const deleteSize = action({
  name: 'size.delete',
  summary: 'Delete a size of your own; of a built-in one, undo the changes',
  rest: { method: 'delete', path: '/sizes/{size}' },
  allow: 'size:write',
  input: SizeRef,
  output: Size,
  run: async (ctx, { size: name }) => {
    ctx.access.require('size:write')
    return await transaction(ctx, async (tx) => {
      const [row] = await tx.q.delete(sizes).where(eq(sizes.name, name)).returning()
      if (!row) {
        if (!BUILT_IN_SIZES.some((size) => size.name === name)) throw notFound('size', name)
        throw new AppError('CONFLICT', `the size "${name}" is built in and was not changed`)
      }
      const { id, requests, limits } = row
      await recordAudit(tx, ctx, 'size.delete', { kind: 'size', id, name }, { before: { requests, limits } })
      await tx.changed('size', id)
      return { name, requests, limits, builtIn: false }
    })
  },
})
