/** Behind which line of one replica a reader is: the time of the line, how many lines of that time were read, and how many bytes of the next one. */
export type LogPlace = { seconds: number; nanos: number; count: number; bytes: number }

export type StampedLine = { seconds: number; nanos: number; text: string }

export const LOG_START: LogPlace = { seconds: 0, nanos: 0, count: 0, bytes: 0 }

/** Numbers that a place takes in a cursor. */
export const PLACE_NUMBERS = 4

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/

/** Reads a line with its time; a line without one belongs to the time of the line before. */
export function parseStamped(line: string, before: LogPlace): StampedLine {
  const [head, time, fraction = '', zone] = STAMP.exec(line) ?? []
  const at = head === undefined ? Number.NaN : Date.parse(`${time}${zone}`)
  if (head === undefined || Number.isNaN(at)) return { seconds: before.seconds, nanos: before.nanos, text: line }
  const text = line.slice(head.length)
  return {
    seconds: at / 1000,
    nanos: Number(fraction.padEnd(9, '0')),
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
  }
}

export function isoOf({ seconds, nanos }: StampedLine): string {
  return new Date(seconds * 1000 + Math.floor(nanos / 1_000_000)).toISOString()
}

/** Skips what lies before a place in lines that begin at the place's second, and says where each line ends. */
export class PlaceTracker {
  readonly #start: LogPlace
  #place: LogPlace = LOG_START

  constructor(start: LogPlace) {
    this.#start = start
  }

  /** The unread rest of a line with the place behind it; undefined for a line that was read. */
  take(line: string): { line: StampedLine; skipBytes: number; place: LogPlace } | undefined {
    const stamped = parseStamped(line, this.#place)
    const isSame = stamped.seconds === this.#place.seconds && stamped.nanos === this.#place.nanos
    this.#place = { ...stamped, count: isSame ? this.#place.count + 1 : 1, bytes: 0 }
    const place: LogPlace = { seconds: stamped.seconds, nanos: stamped.nanos, count: this.#place.count, bytes: 0 }
    const order = compare(place, this.#start)
    if (order <= 0) return undefined
    const isNext = this.#start.bytes > 0 && !this.#hasBegun
    this.#hasBegun = true
    return { line: stamped, skipBytes: isNext ? this.#start.bytes : 0, place }
  }

  #hasBegun = false
}

function compare(a: LogPlace, b: LogPlace): number {
  return a.seconds - b.seconds || a.nanos - b.nanos || a.count - b.count
}
