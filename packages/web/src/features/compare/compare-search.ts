import { defined, flagOf } from '../../lib/search.ts'

/** How many stand side by side, as the API takes them. */
export const COMPARED_MAX = 4

/** What the comparison shows, as it stands in the address. */
export interface CompareSearch {
  /** Ids or names, with commas between. */
  ids?: string
  /** Only what differs. */
  differences?: true
}

export function readCompareSearch(search: Record<string, unknown>): CompareSearch {
  const given = search['ids']
  const refs = refsIn(Array.isArray(given) ? given.join(',') : typeof given === 'string' ? given : '')
  return defined({
    ids: refs.length === 0 ? undefined : refs.join(','),
    differences: flagOf(search['differences']),
  })
}

/** Those that are named, each once, at most four. */
export function refsIn(ids: string | undefined): string[] {
  const refs = (ids ?? '').split(',').map((ref) => ref.trim().slice(0, 63))
  return [...new Set(refs.filter((ref) => ref !== ''))].slice(0, COMPARED_MAX)
}
