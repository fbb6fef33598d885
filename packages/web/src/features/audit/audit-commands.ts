import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'
import { sinceTime } from '../workloads/workload-search.ts'
import type { AuditSearch } from './audit-search.ts'

export function auditCommands({ action, actor, object, request, since }: AuditSearch, now: number): Commands {
  return commandSet({
    cli: { words: ['audit', 'ls'], options: { action, actor, object, request, since } },
    request: {
      method: 'GET',
      path: `/audit${queryString({ action, actor, object, request, since: since ? sinceTime(since, now) : undefined })}`,
    },
  })
}
