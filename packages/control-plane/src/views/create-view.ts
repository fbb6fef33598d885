import { and, count, eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { placeOfView } from './internal/place-of-view.ts'
import { readViews } from './internal/read-views.ts'
import { CreateView, View } from './schemas.ts'

const PER_OWNER_MAX = 200

export const createView = action({
  name: 'view.create',
  summary: 'Keep the state of a page under a name, for yourself or for others',
  rest: { method: 'post', path: '/views', status: 201 },
  allow: 'workload:read',
  input: CreateView,
  output: View,
  run: (ctx, { page, name, scope, project, search }) =>
    transaction(ctx, async (tx) => {
      const projectId = await placeOfView(ctx, tx.q, scope, project)
      const [mine] = await tx.q
        .select({ count: count() })
        .from(savedViews)
        .where(and(eq(savedViews.ownerId, ctx.actor.id), eq(savedViews.page, page)))
      if ((mine?.count ?? 0) >= PER_OWNER_MAX) {
        throw new AppError('CONFLICT', `you have ${PER_OWNER_MAX} views of this page, which is the most`, {
          hint: 'delete one that nobody needs',
        })
      }
      const id = newId()
      await tx.q
        .insert(savedViews)
        .values({ id, organizationId: ctx.organizationId, ownerId: ctx.actor.id, page, name, scope, projectId, search })
      await recordAudit(tx, ctx, 'view.create', { kind: 'view', id, name }, { after: { page, scope, search } })
      await tx.changed('view', id)
      const [view] = await readViews(ctx, tx.q, eq(savedViews.id, id))
      return must(view, 'its owner may see a view')
    }),
})
