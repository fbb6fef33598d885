import { and, desc, lt } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import { AppError } from '../lib/app-error.ts'
import { auditConditions } from './internal/audit-conditions.ts'
import { AuditPage, ListAudit } from './schemas.ts'

export const listAudit = action({
  name: 'audit.list',
  summary: 'Who did what, newest first',
  rest: { method: 'get', path: '/audit' },
  allow: 'audit:read',
  input: ListAudit,
  output: AuditPage,
  run: async (ctx, input) => {
    ctx.access.require('audit:read')
    const before = input.pageToken === undefined ? undefined : Number(input.pageToken)
    if (before !== undefined && !Number.isSafeInteger(before)) {
      throw new AppError('VALIDATION', 'pageToken is not one that we gave', {
        issues: [{ path: 'pageToken', message: 'not a page token' }],
      })
    }
    return await transaction(ctx, async ({ q }) => {
      const rows = await q
        .select()
        .from(auditEntries)
        .where(and(auditConditions(input), before === undefined ? undefined : lt(auditEntries.id, before)))
        .orderBy(desc(auditEntries.id))
        .limit(input.pageSize + 1)
      const page = rows.slice(0, input.pageSize)
      const last = page.at(-1)
      return {
        items: page.map((row) => ({
          id: row.id,
          at: row.at.toISOString(),
          actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
          action: row.action,
          object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
          origin: row.origin,
          requestId: row.requestId,
          ip: row.ip,
          data: row.data,
        })),
        nextPageToken: rows.length > page.length && last ? String(last.id) : null,
      }
    })
  },
})
