import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { must } from '../lib/invariant.ts'
import { findView } from './internal/find-view.ts'
import { placeOfView } from './internal/place-of-view.ts'
import { readViews } from './internal/read-views.ts'
import { UpdateView, View } from './schemas.ts'

export const updateView = action({
  name: 'view.update',
  summary: 'Change a saved view: its name, who sees it, or what it shows',
  rest: { method: 'patch', path: '/views/{viewId}' },
  allow: 'workload:read',
  input: UpdateView,
  output: View,
  run: (ctx, { viewId, name, scope, project, search }) =>
    transaction(ctx, async (tx) => {
      const before = await findView(ctx, tx.q, viewId)
      const next = scope ?? before.scope
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(search === undefined ? {} : { search }),
        ...(scope === undefined && project === undefined
          ? {}
          : {
              scope: next,
              projectId: await placeOfView(
                ctx,
                tx.q,
                next,
                next === 'project' ? (project ?? before.project?.name) : project,
              ),
            }),
      }
      await tx.q
        .update(savedViews)
        .set({ ...change, updatedAt: sql`now()` })
        .where(eq(savedViews.id, viewId))
      await recordAudit(
        tx,
        ctx,
        'view.update',
        { kind: 'view', id: viewId, name: name ?? before.name },
        {
          before: { name: before.name, scope: before.scope, search: before.search },
          after: { name: name ?? before.name, scope: scope ?? before.scope, search: search ?? before.search },
        },
      )
      await tx.changed('view', viewId)
      const [view] = await readViews(ctx, tx.q, eq(savedViews.id, viewId))
      return must(view, 'who changes a view may see it')
    }),
})
