import { isZone } from './format/time.ts'
import { createStore, useStore } from './store.ts'

/** What one reader set for themselves. Kept in this browser. */
export interface Prefs {
  density: 'compact' | 'comfortable'
  /** `browser`, or the name of a time zone. */
  zone: string
  areShortcutsOn: boolean
  isNavCollapsed: boolean
  /** Keys that the reader chose, by those that a shortcut has at first. */
  ownKeys: Record<string, string>
  /** Filters of the list of workloads, by the name that the reader gave them. */
  views: Record<string, Record<string, unknown>>
  /** Whose work is shown, as the address has it; empty: everything. */
  scope: string
  /** The time that was last chosen on a page that looks at one, as the address has it; empty: none was. */
  range: string
  /** Columns that are not shown, by table. */
  hiddenColumns: Record<string, string[]>
  /** Ids of columns in the order of the reader, by table. Those that are not named follow as the table has them. */
  columnOrder: Record<string, string[]>
  /** Widths in pixels, by table and column. */
  columnWidths: Record<string, Record<string, number>>
}

const KEY = 'fairlead.prefs'
const DEFAULTS: Prefs = {
  density: 'compact',
  zone: 'browser',
  areShortcutsOn: true,
  isNavCollapsed: false,
  ownKeys: {},
  views: {},
  scope: '',
  range: '',
  hiddenColumns: {},
  columnOrder: {},
  columnWidths: {},
}

/** Preferences from what was stored, field by field: a field that makes no sense falls back to its default. */
export function readPrefs(text: string | null): Prefs {
  const stored = parse(text)
  const {
    density,
    zone,
    areShortcutsOn,
    isNavCollapsed,
    ownKeys,
    views,
    scope,
    range,
    hiddenColumns,
    columnOrder,
    columnWidths,
  } = stored
  return {
    density: density === 'comfortable' ? 'comfortable' : DEFAULTS.density,
    zone: typeof zone === 'string' && isZone(zone) ? zone : DEFAULTS.zone,
    areShortcutsOn: typeof areShortcutsOn === 'boolean' ? areShortcutsOn : DEFAULTS.areShortcutsOn,
    isNavCollapsed: typeof isNavCollapsed === 'boolean' ? isNavCollapsed : DEFAULTS.isNavCollapsed,
    ownKeys: readKeys(ownKeys),
    views: readViews(views),
    scope: typeof scope === 'string' ? scope.slice(0, 80) : DEFAULTS.scope,
    range: typeof range === 'string' ? range.slice(0, 40) : DEFAULTS.range,
    hiddenColumns: readColumns(hiddenColumns),
    columnOrder: readColumns(columnOrder),
    columnWidths: readWidths(columnWidths),
  }
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function readKeys(value: unknown): Record<string, string> {
  if (!isMap(value)) return {}
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries.filter(([, keys]) => /^\S{1,20}( \S{1,20})?$/.test(keys)))
}

function readViews(value: unknown): Prefs['views'] {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] => isMap(entry[1])),
  )
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readColumns(value: unknown): Record<string, string[]> {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([table, names]: [string, unknown]) =>
      Array.isArray(names) ? [[table, names.filter((name) => typeof name === 'string')]] : [],
    ),
  )
}

/** Narrower than this a column cannot be taken hold of; wider than this it hides all others. */
export const COLUMN_PX = { min: 48, max: 900 }

function readWidths(value: unknown): Prefs['columnWidths'] {
  if (!isMap(value)) return {}
  const isWidth = (width: unknown): width is number =>
    typeof width === 'number' && width >= COLUMN_PX.min && width <= COLUMN_PX.max
  return Object.fromEntries(
    Object.entries(value).flatMap(([table, widths]: [string, unknown]) =>
      isMap(widths)
        ? [
            [
              table,
              Object.fromEntries(Object.entries(widths).filter((one): one is [string, number] => isWidth(one[1]))),
            ],
          ]
        : [],
    ),
  )
}

const store = createStore<Prefs>(typeof localStorage === 'undefined' ? DEFAULTS : readPrefs(stored()))

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function usePrefs(): Prefs {
  return useStore(store)
}

export function currentPrefs(): Prefs {
  return store.get()
}

/** Changes some preferences, keeps them, and lets the page follow at once. */
export function setPrefs(change: Partial<Prefs>): void {
  store.set((before) => ({ ...before, ...change }))
  const { density, isNavCollapsed } = store.get()
  const root = document.documentElement
  root.dataset['density'] = density
  if (isNavCollapsed) root.dataset['nav'] = 'collapsed'
  else delete root.dataset['nav']
  try {
    localStorage.setItem(KEY, JSON.stringify(store.get()))
  } catch {
    // A browser that keeps nothing forgets it at the next visit; this visit has it.
  }
}
