/**
 * Knows which element of the document shows which row: a row that stays keeps its element, and one that comes takes over that of one that has gone. To
 * make elements anew costs the browser several times as much as to change what they say.
 */
export class RowSlots {
  #slots: ReadonlyMap<string, number> = new Map()
  #order: readonly number[] = []

  /**
   * The rows that are to be drawn, with the number of the element of each.
   *
   * @param rows Each once, in their order.
   * @param isResting Their elements are to stand in the same order. Otherwise they stay where they are, and new ones come behind them.
   */
  place<R extends { id: string }>(rows: readonly R[], isResting: boolean): (R & { slot: number })[] {
    const kept = new Set(rows.flatMap(({ id }) => this.#slots.get(id) ?? []))
    const free = this.#order.filter((slot) => !kept.has(slot)).toSorted((a, b) => a - b)
    let next = Math.max(-1, ...this.#order) + 1
    const placed = rows.map((row) => ({ ...row, slot: this.#slots.get(row.id) ?? free.shift() ?? next++ }))
    const places = new Map(this.#order.map((slot, place) => [slot, place]))
    const placeOf = (slot: number) => places.get(slot) ?? this.#order.length + slot
    if (!isResting) placed.sort((a, b) => placeOf(a.slot) - placeOf(b.slot))
    this.#slots = new Map(placed.map(({ id, slot }) => [id, slot]))
    this.#order = placed.map(({ slot }) => slot)
    return placed
  }
}
