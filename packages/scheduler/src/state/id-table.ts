import { growInt32, growUint8 } from './columns.ts'

/**
 * Dense numbers for string ids. A number is given out when an id is defined or first referred to, and given back when it is
 * neither; so objects may refer to each other in any order of arrival. Dense numbers depend on history: whoever needs an order
 * that is the same for every history takes {@link sortedIds}.
 */
export interface IdTable {
  index: Map<string, number>
  ids: string[]
  /** 1 once defined by an upsert and not removed. */
  known: Uint8Array
  /** How many objects refer to it. */
  references: Int32Array
  free: number[]
  /** One more than the largest number given out. */
  size: number
  sorted: Int32Array | undefined
}

export function createIdTable(): IdTable {
  return {
    index: new Map(),
    ids: [],
    known: new Uint8Array(16),
    references: new Int32Array(16),
    free: [],
    size: 0,
    sorted: undefined,
  }
}

/** The number of an id, given out now if need be. */
function numberOf(table: IdTable, id: string): number {
  return table.index.get(id) ?? giveOut(table, id)
}

function giveOut(table: IdTable, id: string): number {
  const number = table.free.pop() ?? table.size++
  table.known = growUint8(table.known, table.size)
  table.references = growInt32(table.references, table.size)
  table.known[number] = 0
  table.references[number] = 0
  table.ids[number] = id
  table.index.set(id, number)
  return number
}

/** Marks an id as defined. */
export function defineId(table: IdTable, id: string): number {
  const number = numberOf(table, id)
  if (table.known[number] === 0) table.sorted = undefined
  table.known[number] = 1
  return number
}

/** {@link defineId} for an id that has no number yet: for tables whose objects nobody refers to. */
export function addId(table: IdTable, id: string): number {
  const number = giveOut(table, id)
  table.known[number] = 1
  table.sorted = undefined
  return number
}

/** Counts one more reference to an id, defined or not. */
export function referTo(table: IdTable, id: string): number {
  const number = numberOf(table, id)
  table.references[number]! += 1
  return number
}

/** Takes back one {@link referTo}. */
export function releaseId(table: IdTable, number: number): void {
  table.references[number]! -= 1
  giveBack(table, number)
}

/** Undoes {@link defineId}. Returns the number, or -1 when the id was not defined. */
export function undefineId(table: IdTable, id: string): number {
  const number = table.index.get(id)
  if (number === undefined || table.known[number] === 0) return -1
  table.known[number] = 0
  table.sorted = undefined
  giveBack(table, number)
  return number
}

function giveBack(table: IdTable, number: number): void {
  if (table.known[number] !== 0 || table.references[number] !== 0) return
  table.index.delete(table.ids[number]!)
  table.ids[number] = ''
  table.free.push(number)
}

/** Numbers of all defined ids, in the order of their ids. Kept until an id is defined or removed. */
export function sortedIds(table: IdTable): Int32Array {
  if (table.sorted !== undefined) return table.sorted
  const numbers: number[] = []
  for (let number = 0; number < table.size; number++) if (table.known[number] === 1) numbers.push(number)
  const ids = table.ids
  numbers.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1))
  table.sorted = Int32Array.from(numbers)
  return table.sorted
}
