import { defined } from '../../lib/search.ts'
import { readRange, type RangeText } from '../../lib/time-range.ts'
import { readNodeSearch, type NodeFilter } from '../clusters/node-filter.ts'

/** What the overview shows, as it stands in the address: a time, and which nodes. */
export interface OverviewSearch extends NodeFilter {
  range?: RangeText
}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const { q, pool, cluster, state } = readNodeSearch(search)
  return defined({ range: readRange(search['range']), q, pool, cluster, state })
}
