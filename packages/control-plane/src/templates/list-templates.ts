import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { readTemplates } from './read-templates.ts'
import { Template } from './schemas.ts'

export const listTemplates = action({
  name: 'template.list',
  summary: 'Templates that a workload can begin with',
  rest: { method: 'get', path: '/templates' },
  allow: 'template:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Template) }),
  run: (ctx) => transaction(ctx, async ({ q }) => ({ items: await readTemplates(q) })),
})
