import { transaction } from '../app/context.ts'
import { csvList, csvParts } from '../app/csv-list.ts'
import { pagesOf } from '../app/pages-of.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import type { CsvColumn } from '../lib/csv.ts'
import { auditConditions } from './internal/audit-conditions.ts'
import { listAudit } from './list-audit.ts'
import { ListAudit, type AuditEntry } from './schemas.ts'

const COLUMNS: readonly CsvColumn<AuditEntry>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'at', value: ({ at }) => at },
  { header: 'actor', value: ({ actor }) => actor.name },
  { header: 'action', value: ({ action }) => action },
  { header: 'object kind', value: ({ object }) => object.kind },
  { header: 'object', value: ({ object }) => object.name },
  { header: 'data', value: ({ data }) => JSON.stringify(data) },
  { header: 'origin', value: ({ origin }) => origin },
  { header: 'request', value: ({ requestId }) => requestId },
  { header: 'address', value: ({ ip }) => ip },
]

/** The audit log as a file: all that the filter has, newest first. */
export const exportAudit = csvList({
  name: 'audit.export',
  summary: 'Who did what as CSV, all that the filter has, newest first',
  list: 'audit',
  allow: 'audit:read',
  input: ListAudit.omit({ pageSize: true, pageToken: true }),
  open: async (ctx, filter) => {
    ctx.access.require('audit:read')
    return {
      rows: await transaction(ctx, ({ q }) => q.$count(auditEntries, auditConditions(filter))),
      parts: csvParts(
        COLUMNS,
        pagesOf((paging) => listAudit.run(ctx, { ...filter, ...paging })),
      ),
    }
  },
})
