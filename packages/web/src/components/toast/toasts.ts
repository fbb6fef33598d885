import { createStore } from '../../lib/store.ts'

export interface Toast {
  id: number
  tone: 'info' | 'success' | 'error'
  title: string
  detail?: string
  /** What finds its entries in the audit log. */
  audit?: { request: string } | { action: string }
  /** The same as a command. */
  command?: string
}

const SHOWN_MS = 6000
/** With something to press there is more to read, and to reach. */
const SHOWN_WITH_LINKS_MS = 12_000
const SHOWN_MAX = 4

export const toasts = createStore<Toast[]>([])
let nextId = 1

/** Says something in the corner. Errors stay until they are dismissed, and nothing goes while somebody points at it. */
export function toast(message: Omit<Toast, 'id'>): void {
  const id = nextId++
  toasts.set((before) => [...before, { ...message, id }].slice(-SHOWN_MAX))
  if (message.tone !== 'error') leaveAfter(id, (message.audit ?? message.command) ? SHOWN_WITH_LINKS_MS : SHOWN_MS)
}

function leaveAfter(id: number, ms: number): void {
  setTimeout(() => {
    if (document.querySelector(`[data-toast="${id}"]:is(:hover, :focus-within)`)) leaveAfter(id, SHOWN_MS)
    else dismissToast(id)
  }, ms)
}

export function dismissToast(id: number): void {
  toasts.set((before) => before.filter((entry) => entry.id !== id))
}
