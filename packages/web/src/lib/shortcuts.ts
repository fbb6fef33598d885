import { useEffect, useEffectEvent } from 'react'
import { currentPrefs } from './prefs.ts'
import { createStore, useStore } from './store.ts'

/** One shortcut: `g o` is two keys after each other, `Mod+k` is Ctrl or ⌘ with a key. */
export interface Shortcut {
  keys: string
  about: string
  group: string
}

interface Active extends Shortcut {
  run: (event: KeyboardEvent) => void
}

/** After this long the first key of a pair is forgotten. */
const PAIR_MS = 900

const active = createStore<Active[]>([])
let first: { key: string; at: number } | undefined

/** Shortcuts that work on the page that is open, newest last. */
export function useShortcutList(): readonly Shortcut[] {
  return useStore(active)
}

/** Holds while the component is on screen. Single letters can be switched off in the settings. */
export function useShortcut(keys: string, about: string, group: string, run: (event: KeyboardEvent) => void): void {
  const act = useEffectEvent(run)
  useEffect(() => {
    const entry: Active = { keys, about, group, run: (event) => act(event) }
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
    const now = Date.now()
    const pair = first && now - first.at < PAIR_MS ? `${first.key} ${name}` : undefined
    first = undefined
    const entries = active.get()
    const match = entries.findLast(({ keys }) => keys === pair) ?? entries.findLast(({ keys }) => keys === name)
    if (match) {
      event.preventDefault()
      match.run(event)
    } else if (entries.some(({ keys }) => keys.startsWith(`${name} `))) {
      first = { key: name, at: now }
    }
  })
}

/** The key as shortcuts name it. */
function keyName(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return event.altKey ? '' : `Mod+${event.key.toLowerCase()}`
  return event.altKey ? '' : event.key
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
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
