import { createStore } from '../../lib/store.ts'

/** What was typed into the palette before it was there; `undefined` while it is not wanted. */
export const askedPalette = createStore<string | undefined>(undefined)

/** Shows the palette, with a query where one is known already. */
export function openPalette(query = ''): void {
  askedPalette.set(query)
}

export function closePalette(): void {
  askedPalette.set(undefined)
}
