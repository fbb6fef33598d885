import { eq } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { savedViews } from '../../db/schema/saved-views.ts'
import { AppError } from '../../lib/app-error.ts'
import type { View } from '../schemas.ts'
import { readViews } from './read-views.ts'

/** A view that the caller may change. One that they may not see does not exist. */
export async function findView(ctx: Context, q: DrizzleTx, viewId: string): Promise<View> {
  const [view] = await readViews(ctx, q, eq(savedViews.id, viewId))
  if (!view) throw new AppError('NOT_FOUND', `there is no view "${viewId}" that you may see`)
  if (view.canChange) return view
  throw new AppError('FORBIDDEN', `the view "${view.name}" is ${view.owner.name}'s`, {
    hint: 'keep a view of your own with what it shows',
  })
}
