import type { Context } from '../api/context.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import type { Tx } from '../db/tx.ts'

export interface AuditObject {
  kind: string
  id: string
  name: string
}

/** Writes who did what, in the transaction that does it. `data` holds no secret. */
export async function recordAudit(
  tx: Tx,
  ctx: Pick<Context, 'organizationId' | 'actor' | 'origin' | 'requestId' | 'ip'>,
  action: string,
  object: AuditObject,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx.q.insert(auditEntries).values({
    organizationId: ctx.organizationId,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action,
    objectKind: object.kind,
    objectId: object.id,
    objectName: object.name,
    origin: ctx.origin,
    requestId: ctx.requestId,
    ip: ctx.ip,
    data,
  })
}
