import { defined, oneOf, textOf } from '../../lib/search.ts'

/** Which panel is open beside the tree, and of what. */
export interface OrgSearch {
  pool?: string
  panel?: 'project' | 'department'
  /** Name of the project or department of the panel. */
  of?: string
}

export function readOrgSearch(search: Record<string, unknown>): OrgSearch {
  const panel = oneOf(search['panel'], ['project', 'department'] as const)
  const of = textOf(search['of'], 63)
  return defined({
    pool: textOf(search['pool'], 63),
    panel: panel !== undefined && of !== undefined ? panel : undefined,
    of: panel !== undefined ? of : undefined,
  })
}
