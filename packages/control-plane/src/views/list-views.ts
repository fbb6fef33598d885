import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { readViews } from './internal/read-views.ts'
import { ListViews, View } from './schemas.ts'

export const listViews = action({
  name: 'view.list',
  summary: 'Saved views: your own, and those that are shared with you',
  rest: { method: 'get', path: '/views' },
  allow: 'workload:read',
  input: ListViews,
  output: z.object({ items: z.array(View) }),
  run: (ctx, { page }) =>
    transaction(ctx, async ({ q }) => ({
      items: await readViews(ctx, q, page === undefined ? undefined : eq(savedViews.page, page)),
    })),
})
