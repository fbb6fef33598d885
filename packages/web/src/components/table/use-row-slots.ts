import { useEffect, useState } from 'react'
import { whenIdle } from '../../lib/when-idle.ts'
import { RowSlots } from './row-slots.ts'

/** After the last step of scrolling. */
const REST_MS = 300

/**
 * The rows to draw with the element of each, in the order in which they are to stand in the document: see {@link RowSlots}. While the list scrolls, and a little
 * longer, elements stay where they are, because to move one costs as much as to make it; when it rests, the document has the order of the rows, as it is read out and as Tab goes.
 */
export function useRowSlots<R extends { id: string }>(
  rows: readonly R[],
  isScrolling: boolean,
): readonly (R & { slot: number })[] {
  const [keeper] = useState(() => new RowSlots())
  const [isResting, setResting] = useState(true)
  if (isScrolling && isResting) setResting(false)
  useEffect(() => {
    if (isScrolling || isResting) return undefined
    let stop = () => {}
    const timer = setTimeout(() => (stop = whenIdle(() => setResting(true))), REST_MS)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [isScrolling, isResting])
  return keeper.place(rows, isResting)
}
