import type { Context } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { departments } from '../db/schema/departments.ts'
import { projects } from '../db/schema/projects.ts'
import type { KnownNames } from './internal/command-for.ts'
import { hideNames } from './internal/hide-names.ts'

/** Projects and departments by id, apart those that the reader may not see. */
export async function queueNames(
  ctx: Context,
  q: DrizzleTx,
): Promise<{ seen: Pick<KnownNames, 'projects' | 'departments'>; hidden: Map<string, string> }> {
  const hidden = new Map<string, string>()
  const seen = new Map<string, string>()
  for (const { id, name, departmentId } of await q.select().from(projects)) {
    const isSeen = ctx.access.can('project:read', { departmentId, projectId: id })
    ;(isSeen ? seen : hidden).set(id, name)
  }
  return { seen: { projects: seen, departments: namesOf(await q.select().from(departments)) }, hidden }
}

/** Takes the names that the reader may not see out of sentences of the engine. */
export async function hiderFor(ctx: Context, q: DrizzleTx): Promise<(text: string) => string> {
  const { hidden } = await queueNames(ctx, q)
  const names = [...hidden.values()]
  return (text) => hideNames(text, names)
}

/** Names by id. */
export function namesOf(rows: readonly { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]))
}
