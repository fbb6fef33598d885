import { useShortcut } from '../../lib/shortcuts.ts'

/** What a row of an ordinary table offers to the keyboard. */
const FOCUSABLE = 'a[href], button:not(:disabled)'

/** Moves the focus to the first link or button of the next row, or of the one before: of the table that has it, else of the first on the page. */
export function focusRow(step: 1 | -1): void {
  const rows = rowsInReach(FOCUSABLE)
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = at === -1 ? rows[step === 1 ? 0 : rows.length - 1] : rows[at + step]
  next?.querySelector<HTMLElement>(FOCUSABLE)?.focus()
}

/** A key that presses the button of that key, `data-key`, in the row that has the focus, and else in the first that has such a button. */
export function useRowKey(keys: string, about: string): void {
  useShortcut(keys, about, 'Tables', () => {
    const button = `button[data-key="${keys}"]`
    const rows = rowsInReach(button)
    const row = rows.find((one) => one.contains(document.activeElement)) ?? rows[0]
    row?.querySelector<HTMLElement>(button)?.click()
  })
}

function rowsInReach(holding: string): HTMLElement[] {
  const tables = [...document.querySelectorAll<HTMLTableElement>('main table')]
  const rowsOf = (table: HTMLTableElement) =>
    [...table.querySelectorAll<HTMLElement>('tbody tr')].filter((row) => row.querySelector(holding) !== null)
  const own = tables.find((table) => table.contains(document.activeElement))
  return own ? rowsOf(own) : (tables.map(rowsOf).find((rows) => rows.length > 0) ?? [])
}
