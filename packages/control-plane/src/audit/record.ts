import type { AuditAction } from './audit-actions.ts'
import type { Context } from '../app/context.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import type { Tx } from '../db/tx.ts'

export interface AuditObject {
  kind: string
  id: string
  name: string
}

type Author = Pick<Context, 'organizationId' | 'actor' | 'origin' | 'requestId' | 'ip'>

export interface AuditEntryInput {
  action: AuditAction
  object: AuditObject
  /** Holds no secret. */
  data?: Record<string, unknown>
}

/** Writes who did what, in the transaction that does it. */
export async function recordAudit(
  tx: Tx,
  ctx: Author,
  action: AuditAction,
  object: AuditObject,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordAudits(tx, ctx, [{ action, object, data }])
}

/** The same for several things that one request did. */
export async function recordAudits(tx: Tx, ctx: Author, entries: readonly AuditEntryInput[]): Promise<void> {
  if (entries.length === 0) return
  await tx.q.insert(auditEntries).values(
    entries.map(({ action, object, data }) => ({
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
      data: data ?? {},
    })),
  )
}
