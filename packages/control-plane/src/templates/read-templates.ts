import type { DrizzleTx } from '../db/connect.ts'
import { templates } from '../db/schema/templates.ts'
import { BUILT_IN_TEMPLATES } from './built-in.ts'
import type { Template } from './schemas.ts'

/** The organization's templates by name: its own, and the built-in ones that it has not changed. */
export async function readTemplates(q: DrizzleTx): Promise<Template[]> {
  const rows = await q.select().from(templates)
  const own = rows.map(({ name, kind, about, spec }) => ({ name, kind, about, spec, builtIn: false }))
  const untouched = BUILT_IN_TEMPLATES.filter(({ name }) => !own.some((template) => template.name === name))
  return [...untouched, ...own].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
