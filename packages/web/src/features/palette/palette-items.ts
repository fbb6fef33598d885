/** Something that the palette can open or do. */
export interface PaletteItem {
  id: string
  /** `here` is something to do on the page that is open. */
  kind: 'page' | 'action' | 'here' | 'workload' | 'cluster' | 'node' | 'pool' | 'project' | 'user' | 'recent'
  name: string
  /** Beside the name: a project, a status. */
  detail: string | undefined
  keys: string | undefined
  run: () => void
}

/** How well a name answers what was typed: the larger the better, 0 for not at all. Words may stand in any order. */
export function score(name: string, query: string): number {
  const text = name.toLowerCase()
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return 1
  let sum = 0
  for (const word of words) {
    const at = text.indexOf(word)
    if (at === -1) return 0
    const isStart = at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '')
    sum += (isStart ? 4 : 1) + word.length / Math.max(1, text.length)
  }
  return sum
}

/** The items that answer, best first; equal ones keep their order. */
export function rank(items: readonly PaletteItem[], query: string, most: number): PaletteItem[] {
  return items
    .map((item, index) => ({ item, index, value: score(`${item.name} ${item.detail ?? ''}`, query) }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value || a.index - b.index)
    .slice(0, most)
    .map(({ item }) => item)
}

const RECENT_KEY = 'fairlead.recent'
const RECENT_MAX = 6

export interface Recent {
  href: string
  name: string
}

export function readRecent(): Recent[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]')
    if (!Array.isArray(value)) return []
    return value.filter(
      (entry): entry is Recent => typeof entry === 'object' && entry !== null && 'href' in entry && 'name' in entry,
    )
  } catch {
    return []
  }
}

export function remember(recent: Recent): void {
  try {
    const others = readRecent().filter(({ href }) => href !== recent.href)
    localStorage.setItem(RECENT_KEY, JSON.stringify([recent, ...others].slice(0, RECENT_MAX)))
  } catch {
    // Not remembered: nothing depends on it.
  }
}
