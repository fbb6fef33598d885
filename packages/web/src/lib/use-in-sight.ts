import { useEffect, type RefObject } from 'react'

/** Scrolls a row that is longer than its place to the one element that `selector` finds in it, whenever `value` is another one; never the page. */
export function useInSight(row: RefObject<HTMLElement | null>, selector: string, value: string): void {
  useEffect(() => {
    const chosen = row.current?.querySelector(selector)?.getBoundingClientRect()
    if (!row.current || !chosen) return
    const place = row.current.getBoundingClientRect()
    if (chosen.right > place.right) row.current.scrollBy(chosen.right - place.right, 0)
    else if (chosen.left < place.left) row.current.scrollBy(chosen.left - place.left, 0)
    // Which one it is follows from the value.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [row, selector, value])
}
