import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { AppError } from '../lib/app-error.ts'
import { readDecisions } from './read-decisions.ts'
import { DecisionPage, ListDecisions } from './schemas.ts'

export const listDecisions = action({
  name: 'decision.list',
  summary: 'The decision log, oldest first: what it takes to plan past rounds again',
  rest: { method: 'get', path: '/decisions' },
  allow: 'audit:read',
  input: ListDecisions,
  output: DecisionPage,
  run: async (ctx, input) => {
    ctx.access.require('audit:read')
    const { db } = ctx.app.database.system
    // A round decides for all organizations, so its log names work of all: an admin of one may read it only where there is no other.
    const [count] = await db.execute<{ others: number }>(
      sql`select count(*)::int as others from organizations where id <> ${ctx.organizationId}`,
    )
    if ((count?.others ?? 0) > 0) {
      throw new AppError('FORBIDDEN', 'this decision log tells of other organizations too', {
        hint: 'whoever runs the control plane can read it there: node src/admin.ts decisions',
      })
    }
    if (ctx.app.config.decisionLogHours === 0) {
      throw new AppError('CONFLICT', 'rounds are not logged here', {
        hint: 'set FAIRLEAD_DECISION_LOG_HOURS to more than 0, and start the control plane again',
      })
    }
    const after = input.pageToken === undefined ? undefined : Number(input.pageToken)
    if (after !== undefined && !Number.isSafeInteger(after)) {
      throw new AppError('VALIDATION', 'pageToken is not one that we gave', {
        issues: [{ path: 'pageToken', message: 'not a page token' }],
      })
    }
    const { items, isMore } = await readDecisions(db, { ...input, after })
    const last = items.at(-1)
    return { items, nextPageToken: isMore && last ? String(last.id) : null }
  },
})
