/** Happenings by time; what comes at the same time comes in the order in which it was put in. */
export interface EventHeap {
  size: number
  at: Float64Array
  order: Float64Array
  subject: Int32Array
  /** Which start of the subject it belongs to; an older one says nothing any more. */
  serial: Int32Array
  kind: Uint8Array
  pushed: number
}

export const RUN_ENDS = 0
export const VICTIM_LEAVES = 1
/** Something becomes possible by mere passing of time. */
export const TIME_PASSES = 2

export function createEventHeap(): EventHeap {
  return { size: 0, pushed: 0, ...columns(64) }
}

export function pushEvent(heap: EventHeap, at: number, kind: number, subject: number, serial: number): void {
  if (heap.size === heap.at.length) grow(heap)
  let hole = heap.size++
  const order = heap.pushed++
  while (hole > 0) {
    const parent = (hole - 1) >> 1
    if (heap.at[parent]! <= at) break
    move(heap, parent, hole)
    hole = parent
  }
  write(heap, hole, at, order, kind, subject, serial)
}

/** Takes the first one away; read it at index 0 before. */
export function popEvent(heap: EventHeap): void {
  const last = --heap.size
  if (last <= 0) return
  const at = heap.at[last]!
  const order = heap.order[last]!
  let hole = 0
  for (;;) {
    let child = 2 * hole + 1
    if (child >= last) break
    if (child + 1 < last && isBefore(heap, child + 1, heap.at[child]!, heap.order[child]!)) child++
    if (!isBefore(heap, child, at, order)) break
    move(heap, child, hole)
    hole = child
  }
  write(heap, hole, at, order, heap.kind[last]!, heap.subject[last]!, heap.serial[last]!)
}

function isBefore(heap: EventHeap, index: number, at: number, order: number): boolean {
  return heap.at[index]! < at || (heap.at[index] === at && heap.order[index]! < order)
}

function move(heap: EventHeap, from: number, to: number): void {
  write(heap, to, heap.at[from]!, heap.order[from]!, heap.kind[from]!, heap.subject[from]!, heap.serial[from]!)
}

function write(
  heap: EventHeap,
  index: number,
  at: number,
  order: number,
  kind: number,
  subject: number,
  serial: number,
): void {
  heap.at[index] = at
  heap.order[index] = order
  heap.kind[index] = kind
  heap.subject[index] = subject
  heap.serial[index] = serial
}

function columns(length: number): Pick<EventHeap, 'at' | 'order' | 'subject' | 'serial' | 'kind'> {
  return {
    at: new Float64Array(length),
    order: new Float64Array(length),
    subject: new Int32Array(length),
    serial: new Int32Array(length),
    kind: new Uint8Array(length),
  }
}

function grow(heap: EventHeap): void {
  const grown = columns(heap.at.length * 2)
  grown.at.set(heap.at)
  grown.order.set(heap.order)
  grown.subject.set(heap.subject)
  grown.serial.set(heap.serial)
  grown.kind.set(heap.kind)
  Object.assign(heap, grown)
}
