import type { ViewPage } from '../views/view-page.ts'
import { viewCommands } from './workload-commands.ts'
import { readWorkloadSearch, type WorkloadSearch } from './workload-search.ts'

/** Views of the list of workloads. What stands beside the list is no part of one. */
export const WORKLOAD_VIEWS: ViewPage<WorkloadSearch> = {
  page: 'workloads',
  read: (kept) => {
    const { view: _view, panel: _panel, ...search } = readWorkloadSearch(kept)
    return search
  },
  commands: ({ name }) => viewCommands(name),
}
