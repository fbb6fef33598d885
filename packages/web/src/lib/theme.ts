import { createStore, useStore } from './store.ts'

export type Theme = 'light' | 'dark' | 'auto'
interface Chosen {
  theme: Theme
  isDark: boolean
}

/** The script that runs before the first paint reads it, too. */
const KEY = 'fairlead.theme'
const system = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)')
const store = createStore<Chosen>(chosen(stored()))

/** The chosen theme, whether the page is dark right now, and how to choose another. */
export function useTheme(): Chosen & { setTheme: (theme: Theme) => void } {
  return { ...useStore(store), setTheme }
}

/** Lets the page follow the system and other tabs. */
export function listenToThemes(): void {
  system?.addEventListener('change', () => show(store.get().theme))
  addEventListener('storage', ({ key, newValue }) => key === KEY && show(themeOf(newValue)))
  show(store.get().theme)
}

function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // A browser that keeps nothing forgets it at the next visit; this visit has it.
  }
  show(theme)
}

function show(theme: Theme): void {
  const next = chosen(theme)
  document.documentElement.dataset['scheme'] = next.isDark ? 'dark' : 'light'
  store.set(next)
}

function chosen(theme: Theme): Chosen {
  return { theme, isDark: theme === 'dark' || (theme === 'auto' && system?.matches === true) }
}

function themeOf(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto'
}

function stored(): Theme {
  try {
    return themeOf(localStorage.getItem(KEY))
  } catch {
    return 'auto'
  }
}
