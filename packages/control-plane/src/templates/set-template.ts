import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { refuseSecrets } from '../common/refuse-secrets.ts'
import { templates } from '../db/schema/templates.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { parseTemplate } from './parse-template.ts'
import { readTemplates } from './read-templates.ts'
import { SetTemplate, Template } from './schemas.ts'

export const setTemplate = action({
  name: 'template.set',
  summary: 'Make a template, or change one; workloads that were submitted keep what they were given',
  rest: { method: 'put', path: '/templates/{template}' },
  allow: 'template:write',
  input: SetTemplate,
  output: Template,
  run: async (ctx, input) => {
    ctx.access.require('template:write')
    const { template: name, kind, about, spec } = input
    parseTemplate(input)
    refuseSecrets({ spec })
    return await transaction(ctx, async (tx) => {
      const before = (await readTemplates(tx.q)).find((template) => template.name === name)
      const [row] = await tx.q
        .insert(templates)
        .values({ id: newId(), organizationId: ctx.organizationId, name, kind, about, spec })
        .onConflictDoUpdate({
          target: [templates.organizationId, templates.name],
          set: { kind, about, spec, updatedAt: sql`now()` },
        })
        .returning()
      const { id } = must(row, 'a template was written')
      await recordAudit(
        tx,
        ctx,
        'template.set',
        { kind: 'template', id, name },
        {
          ...(before ? { before: { kind: before.kind, about: before.about, spec: before.spec } } : {}),
          after: { kind, about, spec },
        },
      )
      await tx.changed('template', id)
      return { name, kind, about, spec, builtIn: false }
    })
  },
})
