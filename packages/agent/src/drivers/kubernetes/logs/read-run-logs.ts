import type { Clock } from '../../../lib/clock.ts'
import type { LogBatch, LogRequest } from '../../driver.ts'
import type { CursorBook } from '../../log-cursor.ts'
import { LOG_START, PLACE_NUMBERS, type LogPlace } from './log-place.ts'
import type { PodOutput } from './pod-output.ts'
import { ReplicaReader, type ReplicaSource } from './replica-reader.ts'

/** The output of a run: that of its replicas in turns, each in its own order. */
export async function* readRunLogs(options: {
  request: LogRequest
  replicas: number[]
  sourceOf: (replica: number) => ReplicaSource
  output: PodOutput
  cursors: CursorBook
  clock: Clock
}): AsyncGenerator<LogBatch> {
  const { request, replicas, sourceOf, output, cursors, clock } = options
  const places = request.cursor === undefined ? undefined : placesOf(cursors, request.cursor, replicas.length)
  const readers = replicas.map((replica, at) => new ReplicaReader(replica, places?.[at] ?? LOG_START))
  let gap =
    request.cursor !== undefined && places === undefined
      ? { bytes: 0, reason: 'the cursor is not known any more: from the beginning' }
      : undefined
  const stop = new AbortController()
  const signal = AbortSignal.any([request.signal, stop.signal])
  let ring: () => void = () => undefined
  let bell = new Promise<void>((resolve) => (ring = resolve))
  request.signal.addEventListener('abort', () => ring(), { once: true })
  const pumps = readers.map((reader) =>
    reader.pump({
      source: () => sourceOf(reader.replica),
      output,
      isFollowing: request.isFollowing,
      tailLines: request.cursor === undefined ? request.tailLines : undefined,
      bytesMax: request.batchBytesMax,
      clock,
      signal,
      onPiece: () => ring(),
    }),
  )
  try {
    while (!request.signal.aborted) {
      const heard = bell
      let hasRead = false
      for (const reader of readers) {
        const lines = reader.take(request.batchBytesMax)
        if (lines.length === 0) continue
        hasRead = true
        const cursor = cursors.write(readers.flatMap(({ place }) => numbersOf(place)))
        yield { lines, cursor, ...(gap === undefined ? {} : { gap }) }
        gap = undefined
      }
      if (hasRead) continue
      if (readers.every((reader) => reader.isOver)) return
      await heard
      bell = new Promise<void>((resolve) => (ring = resolve))
    }
  } finally {
    stop.abort()
    await Promise.all(pumps)
  }
}

function placesOf(cursors: CursorBook, cursor: string, count: number): LogPlace[] | undefined {
  const numbers = cursors.read(cursor, count * PLACE_NUMBERS)
  return numbers === undefined
    ? undefined
    : Array.from({ length: count }, (_, index) => {
        const [seconds = 0, nanos = 0, lines = 0, bytes = 0] = numbers.slice(index * PLACE_NUMBERS)
        return { seconds, nanos, count: lines, bytes }
      })
}

function numbersOf({ seconds, nanos, count, bytes }: LogPlace): number[] {
  return [seconds, nanos, count, bytes]
}
