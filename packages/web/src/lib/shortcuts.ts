import { useEffectEvent, useLayoutEffect, useRef } from 'react'
import { currentPrefs, usePrefs } from './prefs.ts'
import { createStore, useStore } from './store.ts'

/** One shortcut: `g o` is two keys after each other, `Mod+k` is Ctrl or ⌘ with a key. */
export interface Shortcut {
  /** Those that it has at first; by these the reader's own are kept. */
  keys: string
  about: string
  group: string
}

/** A shortcut that works now. */
export interface ActiveShortcut extends Shortcut {
  /** The keys that it has for this reader. */
  own: string
  run: () => void
  /** Pressing it would do something: its object is in a state for that, and the reader may. */
  isPossible: () => boolean
}

type Active = Omit<ActiveShortcut, 'own'>

/** After this long the first key of a pair is forgotten. */
const PAIR_MS = 900

const active = createStore<Active[]>([])
let first: { key: string; at: number } | undefined

/** Shortcuts that work on the page that is open, newest last, with the keys that they have for this reader. */
export function useShortcutList(): readonly ActiveShortcut[] {
  const { ownKeys } = usePrefs()
  return useStore(active).map((entry) => ({ ...entry, own: ownKeys[entry.keys] ?? entry.keys }))
}

/** The keys of a shortcut for this reader. */
function ownOf({ keys }: Shortcut): string {
  return currentPrefs().ownKeys[keys] ?? keys
}

/** Which other shortcut new keys would be taken from: they are its own, or one of the two begins with the other. */
export function conflictOf(
  keys: string,
  wanted: string,
  known: readonly (Shortcut & { own: string })[],
): Shortcut | undefined {
  const begins = (long: string, short: string) => long.startsWith(`${short} `)
  return known.find(
    ({ keys: other, own }) => other !== keys && (own === wanted || begins(own, wanted) || begins(wanted, own)),
  )
}

/**
 * Holds while the component is on screen. Single letters can be switched off in the settings. What is not possible now stands in the sheet all the same; it is
 * not run, and not offered by name.
 */
export function useShortcut(keys: string, about: string, group: string, run: () => void, isPossible = true): void {
  const act = useEffectEvent(run)
  const possible = useRef(isPossible)
  // With what it stands beside: a key that is pressed as soon as something is seen is not lost.
  useLayoutEffect(() => {
    possible.current = isPossible
  }, [isPossible])
  useLayoutEffect(() => {
    const entry: Active = { keys, about, group, run: () => act(), isPossible: () => possible.current }
    active.set((before) => [...before, entry])
    return () => active.set((before) => before.filter((other) => other !== entry))
  }, [keys, about, group])
}

/** Starts to listen to the keyboard. Called once. */
export function listenToShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const name = keyName(event)
    const isModified = name.startsWith('Mod+')
    if (!isModified && (!currentPrefs().areShortcutsOn || isTyping(event.target) || isDialogOpen())) return
    if (name === 'Space' && takesSpace(event.target)) return
    const now = Date.now()
    const pair = first && now - first.at < PAIR_MS ? `${first.key} ${name}` : undefined
    first = undefined
    const entries = active.get()
    const match =
      entries.findLast((entry) => ownOf(entry) === pair) ?? entries.findLast((entry) => ownOf(entry) === name)
    if (match) {
      event.preventDefault()
      if (match.isPossible()) match.run()
    } else if (entries.some((entry) => ownOf(entry).startsWith(`${name} `))) {
      first = { key: name, at: now }
    }
  })
}

/** The key as shortcuts name it; empty for one that no shortcut may have. */
export function keyName(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'key'>): string {
  if (event.ctrlKey || event.metaKey) return event.altKey ? '' : `Mod+${event.key.toLowerCase()}`
  if (event.altKey) return ''
  return event.key === ' ' ? 'Space' : event.key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}

/** What the space bar presses, or scrolls, by itself. */
function takesSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, summary, input, aside, [role="log"]') !== null
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open], [role="menu"], [role="listbox"]') !== null
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform)

/** How a key is written on this reader's keyboard. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((key) => key.split('+').map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : cap(part))))
}

function cap(key: string): string {
  return key.length === 1 && /[a-z]/.test(key) ? key.toUpperCase() : key
}
