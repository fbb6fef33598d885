import type { MouseEvent } from 'react'

/**
 * A click in a row that hits nothing of its own is a click on the row's link, with the same keys held. For the mouse alone: the keyboard has
 * the link itself. Selecting text is not a click.
 */
export function openRow(event: MouseEvent<HTMLElement>): void {
  if (!(event.target instanceof Element) || event.target.closest('a, button, input, label')) return
  if (getSelection()?.isCollapsed === false) return
  const link = event.target.closest('[data-row]')?.querySelector<HTMLElement>('[data-row-link]')
  const { ctrlKey, metaKey, shiftKey } = event
  link?.dispatchEvent(
    new globalThis.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  )
}
