import type { DrizzleTx } from '../db/connect.ts'
import { AppError } from '../lib/app-error.ts'
import { parseTemplate, type ParsedTemplate } from './parse-template.ts'
import { readTemplates } from './read-templates.ts'

/** A template by the name that a spec gives. Throws UNKNOWN_TEMPLATE that lists what there is. */
export async function findTemplate(q: DrizzleTx, name: string): Promise<ParsedTemplate> {
  const all = await readTemplates(q)
  const found = all.find((template) => template.name === name)
  if (found) return parseTemplate(found)
  const names = all.map((template) => template.name).join(', ')
  throw new AppError('UNKNOWN_TEMPLATE', `there is no template "${name}"; there is: ${names}`, {
    hint: 'see what each of them says with: fairlead template ls',
    issues: [{ path: 'spec.template', message: `one of ${names}` }],
  })
}
