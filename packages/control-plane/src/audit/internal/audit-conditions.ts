import { and, eq, gte, or, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { auditEntries } from '../../db/schema/audit-entries.ts'
import type { ListAudit } from '../schemas.ts'

type Filter = Omit<z.output<typeof ListAudit>, 'pageSize' | 'pageToken'>

/** What a filter of the audit log says of its entries; nothing when it says nothing. */
export function auditConditions({ action, actor, object, request, id, since }: Filter): SQL | undefined {
  return and(
    action === undefined ? undefined : eq(auditEntries.action, action),
    actor === undefined ? undefined : or(eq(auditEntries.actorId, actor), eq(auditEntries.actorName, actor)),
    object === undefined ? undefined : or(eq(auditEntries.objectId, object), eq(auditEntries.objectName, object)),
    request === undefined ? undefined : eq(auditEntries.requestId, request),
    id === undefined ? undefined : eq(auditEntries.id, id),
    since === undefined ? undefined : gte(auditEntries.at, new Date(since)),
  )
}
