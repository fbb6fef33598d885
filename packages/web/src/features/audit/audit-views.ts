import type { ViewPage } from '../views/view-page.ts'
import { auditCommands } from './audit-commands.ts'
import { readAuditSearch, type AuditSearch } from './audit-search.ts'

/** Views of the audit log. The entry that is open is no part of one. */
export const AUDIT_VIEWS: ViewPage<AuditSearch> = {
  page: 'audit',
  read: (kept) => {
    const { view: _view, entry: _entry, ...search } = readAuditSearch(kept)
    return search
  },
  commands: ({ search }) => auditCommands(readAuditSearch(search), Date.now()),
}
