import { and, count, eq, gt, inArray, isNull, max, ne, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { setupLinks } from '../db/schema/setup-links.ts'
import { userSessions } from '../db/schema/user-sessions.ts'
import { workloads } from '../db/schema/workloads.ts'
import { findUser } from './internal/find-user.ts'
import { viewUser } from './internal/user-view.ts'
import { UserDetail, UserRef } from './schemas.ts'

export const getUser = action({
  name: 'user.get',
  summary: 'A user, their roles, and what would end with them',
  rest: { method: 'get', path: '/users/{user}' },
  allow: 'user:read',
  input: UserRef,
  output: UserDetail,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const user = await findUser(q, input.user)
      const working = async (table: typeof userSessions | typeof apiTokens) => {
        const [row] = await q
          .select({ n: count() })
          .from(table)
          .where(and(eq(table.userId, user.id), isNull(table.revokedAt), gt(table.expiresAt, sql`now()`)))
        return row?.n ?? 0
      }
      const [link] = await q
        .select({ at: max(setupLinks.expiresAt) })
        .from(setupLinks)
        .where(and(eq(setupLinks.userId, user.id), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, sql`now()`)))
      const unfinished = await q
        .select({ phase: workloads.phase, n: count() })
        .from(workloads)
        .where(
          and(
            eq(workloads.createdBy, user.id),
            inArray(workloads.phase, ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING']),
          ),
        )
        .groupBy(workloads.phase)
      const waiting = unfinished.find(({ phase }) => phase === 'QUEUED')?.n ?? 0
      const [shared] = await q
        .select({ n: count() })
        .from(savedViews)
        .where(and(eq(savedViews.ownerId, user.id), ne(savedViews.scope, 'personal')))
      return {
        ...(await viewUser(q, user)),
        sessions: await working(userSessions),
        tokens: await working(apiTokens),
        setupLinkExpiresAt: user.disabledAt ? null : (link?.at?.toISOString() ?? null),
        work: { waiting, running: unfinished.reduce((sum, { n }) => sum + n, 0) - waiting },
        sharedViews: shared?.n ?? 0,
      }
    }),
})
