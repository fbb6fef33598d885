/** Copies of typed arrays with room for at least `length` entries; capacity doubles, so that growing costs O(1) an entry. */
export function growInt32(column: Int32Array, length: number, fill = 0): Int32Array {
  if (length <= column.length) return column
  const grown = new Int32Array(capacityFor(length))
  grown.set(column)
  if (fill !== 0) grown.fill(fill, column.length)
  return grown
}

/** See {@link growInt32}. */
export function growFloat64(column: Float64Array, length: number): Float64Array {
  if (length <= column.length) return column
  const grown = new Float64Array(capacityFor(length))
  grown.set(column)
  return grown
}

/** See {@link growInt32}. */
export function growUint8(column: Uint8Array, length: number): Uint8Array {
  if (length <= column.length) return column
  const grown = new Uint8Array(capacityFor(length))
  grown.set(column)
  return grown
}

/** Lays rows of `from` values out again as rows of `to` values; `to` is at least `from`. */
export function restride(column: Float64Array, from: number, to: number): Float64Array {
  const rows = Math.floor(column.length / from)
  const wide = new Float64Array(rows * to)
  for (let row = 0; row < rows; row++) wide.set(column.subarray(row * from, row * from + from), row * to)
  return wide
}

function capacityFor(length: number): number {
  let capacity = 16
  while (capacity < length) capacity *= 2
  return capacity
}
