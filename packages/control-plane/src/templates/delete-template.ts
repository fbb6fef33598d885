import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { templates } from '../db/schema/templates.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { BUILT_IN_TEMPLATES } from './built-in.ts'
import { Template, TemplateRef } from './schemas.ts'

export const deleteTemplate = action({
  name: 'template.delete',
  summary: 'Delete a template of your own; of a built-in one, undo the changes',
  rest: { method: 'delete', path: '/templates/{template}' },
  allow: 'template:write',
  input: TemplateRef,
  output: Template,
  run: async (ctx, { template: name }) => {
    ctx.access.require('template:write')
    return await transaction(ctx, async (tx) => {
      const [row] = await tx.q.delete(templates).where(eq(templates.name, name)).returning()
      if (!row) {
        if (!BUILT_IN_TEMPLATES.some((template) => template.name === name)) throw notFound('template', name)
        throw new AppError('CONFLICT', `the template "${name}" is built in and was not changed`)
      }
      const { id, kind, about, spec } = row
      await recordAudit(tx, ctx, 'template.delete', { kind: 'template', id, name }, { before: { kind, about, spec } })
      await tx.changed('template', id)
      return { name, kind, about, spec, builtIn: false }
    })
  },
})
