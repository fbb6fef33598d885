import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { findView } from './internal/find-view.ts'
import { View, ViewId } from './schemas.ts'

export const deleteView = action({
  name: 'view.delete',
  summary: 'Delete a saved view',
  rest: { method: 'delete', path: '/views/{viewId}' },
  allow: 'workload:read',
  input: ViewId,
  output: View,
  run: (ctx, { viewId }) =>
    transaction(ctx, async (tx) => {
      const view = await findView(ctx, tx.q, viewId)
      await tx.q.delete(savedViews).where(eq(savedViews.id, viewId))
      await recordAudit(
        tx,
        ctx,
        'view.delete',
        { kind: 'view', id: viewId, name: view.name },
        {
          before: { page: view.page, scope: view.scope, search: view.search },
        },
      )
      await tx.changed('view', viewId)
      return view
    }),
})
