/** What is read of the reader's preferences before the application is there. Whatever else is stored is none of its business. */
export type StoredPrefs = Readonly<Record<string, unknown>>

/** Theme, density and navigation as the reader chose them, before the first paint: they must not flash in after it. */
export function setLooks(root: HTMLElement, prefs: StoredPrefs): void {
  const theme = stored('fairlead.theme')
  const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset['scheme'] = isDark ? 'dark' : 'light'
  if (prefs['density'] === 'comfortable') root.dataset['density'] = 'comfortable'
  if (prefs['isNavCollapsed'] === true) root.dataset['nav'] = 'collapsed'
}

/** Junk in the store counts as nothing: the defaults hold. */
export function storedPrefs(): StoredPrefs {
  try {
    const value: unknown = JSON.parse(stored('fairlead.prefs') ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
