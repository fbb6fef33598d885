import type { Commands } from '../../components/command/command-box.tsx'
import type { Outputs } from '../../lib/trpc.ts'

export type View = Outputs['views']['list']['items'][number]

/** A page whose list has views. */
export interface ViewPage<S extends object> {
  /** How the API calls it; the page is there, and the columns of its list are kept under it. */
  page: View['page']
  /** What of an address a view keeps, and shows again. */
  read: (kept: Record<string, unknown>) => S
  /** What a view shows, by hand. */
  commands: (view: Pick<View, 'name' | 'search'>) => Commands
}
