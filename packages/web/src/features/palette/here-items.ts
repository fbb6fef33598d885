import type { ActiveShortcut } from '../../lib/shortcuts.ts'
import type { PaletteItem } from './palette-items.ts'

/** Groups of shortcuts that are the same on every page, or about a row that the keyboard is on. */
const ELSEWHERE = new Set(['Everywhere', 'Go to', 'Tables'])

/** What can be done right now on the page that is open and with what it shows, once each: where two have the same keys, the newest holds. */
export function hereItems(shortcuts: readonly ActiveShortcut[]): PaletteItem[] {
  const newest = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]))
  return [...newest.values()]
    .filter(({ group, isPossible }) => !ELSEWHERE.has(group) && isPossible())
    .map(({ keys, own, about, run }) => ({
      id: `here ${keys}`,
      kind: 'here',
      name: about,
      detail: undefined,
      keys: own,
      // The page has the focus again by then.
      run: () => void setTimeout(run),
    }))
}
