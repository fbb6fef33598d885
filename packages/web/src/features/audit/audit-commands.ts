import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'
import { sinceTime } from '../workloads/workload-filter.ts'
import type { AuditSearch } from './audit-search.ts'

export function auditCommands({ action, actor, object, since }: AuditSearch, now: number): Commands {
  return commandSet({
    cli: { words: ['audit', 'ls'], options: { action, actor, object, since } },
    request: {
      method: 'GET',
      path: `/audit${queryString({ action, actor, object, since: since ? sinceTime(since, now) : undefined })}`,
    },
  })
}
