import { createStore } from '../../lib/store.ts'

export interface Toast {
  id: number
  tone: 'info' | 'success' | 'error'
  title: string
  detail?: string
}

const SHOWN_MS = 6000
const SHOWN_MAX = 4

export const toasts = createStore<Toast[]>([])
let nextId = 1

/** Says something in the corner. Errors stay until they are dismissed. */
export function toast(message: Omit<Toast, 'id'>): void {
  const id = nextId++
  toasts.set((before) => [...before, { ...message, id }].slice(-SHOWN_MAX))
  if (message.tone !== 'error') setTimeout(() => dismissToast(id), SHOWN_MS)
}

export function dismissToast(id: number): void {
  toasts.set((before) => before.filter((entry) => entry.id !== id))
}
