import { growInt32 } from './columns.ts'

/** Short lists of numbers in one array: blocks of 1, 2, 4, ... entries, given back to a list for each size. */
export interface Slab {
  values: Int32Array
  end: number
  free: number[][]
}

export function createSlab(): Slab {
  return { values: new Int32Array(64), end: 0, free: [] }
}

/** Start of a block with room for `length` entries; `length` is at least 1. */
export function takeBlock(slab: Slab, length: number): number {
  const power = sizeClass(length)
  const reused = slab.free[power]?.pop()
  if (reused !== undefined) return reused
  const start = slab.end
  slab.end += 1 << power
  slab.values = growInt32(slab.values, slab.end)
  return start
}

export function giveBlock(slab: Slab, start: number, length: number): void {
  const power = sizeClass(length)
  const list = slab.free[power]
  if (list === undefined) slab.free[power] = [start]
  else list.push(start)
}

function sizeClass(length: number): number {
  return length <= 1 ? 0 : 32 - Math.clz32(length - 1)
}
