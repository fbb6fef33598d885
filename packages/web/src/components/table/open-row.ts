import type { MouseEvent } from 'react'

/** Which row a click hit where it hit nothing of its own, with no key held. Selecting text is not a click. */
export function clickedRow(event: MouseEvent<HTMLElement>): number | undefined {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined
  const row = rowBeside(event)?.getAttribute('data-row')
  return row ? Number(row) : undefined
}

/**
 * A click in a row that hits nothing of its own is a click on the row's link, with the same keys held. For the mouse alone: the keyboard has
 * the link itself. Selecting text is not a click.
 */
export function openRow(event: MouseEvent<HTMLElement>): void {
  const link = rowBeside(event)?.querySelector<HTMLElement>('[data-row-link]')
  const { ctrlKey, metaKey, shiftKey } = event
  link?.dispatchEvent(
    new globalThis.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  )
}

function rowBeside({ target }: MouseEvent<HTMLElement>): Element | null {
  if (!(target instanceof Element) || target.closest('a, button, input, label')) return null
  return getSelection()?.isCollapsed === false ? null : target.closest('[data-row]')
}
