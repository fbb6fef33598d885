import { useMemo, useState } from 'react'
import { holdOrder } from './hold-order.ts'

/**
 * Keeps the order of rows still while somebody points at them, has selected some, or has scrolled away from the top. Their content goes on
 * changing; only places are held.
 */
export function useHeldOrder<R>(
  sorted: readonly R[],
  isHolding: boolean,
  idOf: (row: R) => string,
  isMember: (row: R) => boolean,
) {
  const [held, setHeld] = useState<readonly string[] | null>(null)
  // The order is taken at the moment the holding begins, while rendering, so that no frame shows another one.
  if (isHolding && held === null) setHeld(sorted.filter(isMember).map(idOf))
  if (!isHolding && held !== null) setHeld(null)
  return useMemo(() => {
    const { rows, waiting } =
      held && isHolding ? holdOrder(held, sorted, idOf, isMember) : { rows: sorted.filter(isMember), waiting: 0 }
    return { rows, waiting, release: () => setHeld(sorted.filter(isMember).map(idOf)) }
  }, [held, isHolding, sorted, idOf, isMember])
}
