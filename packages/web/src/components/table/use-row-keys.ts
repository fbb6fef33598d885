import { useState, type RefObject } from 'react'
import type { Virtualizer } from '@tanstack/react-virtual'
import { useShortcut } from '../../lib/shortcuts.ts'

interface RowKeys {
  count: number
  scroll: RefObject<HTMLDivElement | null>
  virtual: Virtualizer<HTMLDivElement, Element>
  toggle?: (index: number) => void
  /** True for rows that are not for opening, such as headings between rows. */
  isPassedOver?: (index: number) => boolean
  /** Called with the row that `j` or `k` has come to. */
  onMove?: ((index: number) => void) | undefined
}

/** `j` and `k` move through rows, `o` opens, `x` selects. Answers which row is current, or -1, and how to ask which one has the focus. */
export function useRowKeys({ count, scroll, virtual, toggle, isPassedOver, onMove }: RowKeys): {
  current: number
  focused: () => number | undefined
} {
  const [current, setCurrent] = useState(-1)
  const rowFrom = (index: number, step: number): number | undefined => {
    if (index < 0 || index >= count) return undefined
    return isPassedOver?.(index) ? rowFrom(index + step, step) : index
  }
  // Somebody may have come to a row by Tab.
  const focused = () => {
    const row = scroll.current?.contains(document.activeElement) && document.activeElement?.closest('[data-row]')
    return row ? Number(row.getAttribute('data-row')) : undefined
  }
  const here = () => focused() ?? current
  const move = (step: number) => {
    if (count === 0) return
    const next = rowFrom(Math.min(count - 1, Math.max(0, here() + step)), step)
    if (next === undefined) return
    setCurrent(next)
    onMove?.(next)
    // At once where the row is drawn: the next key may be Enter.
    const link = linkOf(scroll.current, next)
    link?.focus({ preventScroll: true })
    virtual.scrollToIndex(next)
    if (link) return
    requestAnimationFrame(() =>
      requestAnimationFrame(() => linkOf(scroll.current, next)?.focus({ preventScroll: true })),
    )
  }
  useShortcut('j', 'Next row', 'Tables', () => move(1))
  useShortcut('k', 'Row before', 'Tables', () => move(-1))
  useShortcut('o', 'Open row', 'Tables', () => linkOf(scroll.current, here())?.click())
  useShortcut('x', 'Select row', 'Tables', () => toggle?.(here()))
  return { current: Math.min(current, count - 1), focused }
}

function linkOf(box: HTMLDivElement | null, index: number): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-row="${index}"] [data-row-link]`) ?? null
}
