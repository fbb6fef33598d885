import { z } from 'zod'
import { Id, PageQuery, Time, pageOf } from '../common/schemas.ts'

export const AuditEntry = z.object({
  id: z.int(),
  at: Time,
  actor: z.object({ kind: z.enum(['user', 'agent', 'system']), id: z.string(), name: z.string() }),
  action: z.string(),
  object: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  origin: z.enum(['console', 'api', 'agent', 'system']),
  requestId: z.string(),
  ip: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const ListAudit = z.strictObject({
  action: z.string().max(100).optional(),
  actor: z.string().max(100).optional(),
  object: z.string().max(100).optional(),
  request: z.string().max(100).optional().describe('what one request did: the id that its answer had as x-request-id'),
  id: z.coerce.number().int().min(0).optional().describe('this entry alone'),
  since: Time.optional(),
  ...PageQuery,
})
export const AuditPage = pageOf(AuditEntry)
export { Id }
