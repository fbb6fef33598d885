/**
 * The rows in the order in which they were held, with their newest content. Rows that come behind the last held one (the next page) are
 * added; rows that would come between are only counted, because a row must never move under the pointer. A held row that does not belong
 * any more stays where it is.
 */
export function holdOrder<R>(
  held: readonly string[],
  sorted: readonly R[],
  idOf: (row: R) => string,
  isMember: (row: R) => boolean = () => true,
): { rows: R[]; waiting: number } {
  const byId = new Map(sorted.map((row) => [idOf(row), row]))
  const heldIds = new Set(held)
  const last = sorted.findLastIndex((row) => heldIds.has(idOf(row)))
  if (last === -1) return { rows: sorted.filter(isMember), waiting: 0 }
  const others = (row: R) => !heldIds.has(idOf(row)) && isMember(row)
  return {
    rows: [...held.flatMap((id) => byId.get(id) ?? []), ...sorted.slice(last + 1).filter(others)],
    waiting: sorted.slice(0, last + 1).filter(others).length,
  }
}
