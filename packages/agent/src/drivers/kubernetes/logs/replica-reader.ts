import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { LogLine } from '@fairlead/protocol'
import { sleep, type Clock } from '../../../lib/clock.ts'
import { messageOf } from '../../../lib/logger.ts'
import { lineBytes } from '../../driver.ts'
import { hasStatus } from '../api/kube-error.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import { isoOf, PlaceTracker, type LogPlace } from './log-place.ts'
import type { PodOutput } from './pod-output.ts'

export type LogPiece = { line: LogLine; place: LogPlace }

/** Where the output of a replica is at this moment. */
export type ReplicaSource =
  | { kind: 'pod'; pod: PodFacts; isOver: boolean }
  | { kind: 'file'; path: string }
  /** There will be none any more. */
  | { kind: 'none' }
  /** There is none yet. */
  | { kind: 'later' }

const POLL_MS = 250
const BUFFER_PIECES_MAX = 200

/** Reads the output of one replica from a place on, wherever it is: the pod while there is one, the copy afterwards. */
export class ReplicaReader {
  readonly replica: number
  /** Behind what was taken. */
  place: LogPlace
  readonly #pieces: LogPiece[] = []
  #isOver = false
  #error: unknown
  #wake: (() => void) | undefined

  constructor(replica: number, place: LogPlace) {
    this.replica = replica
    this.place = place
  }

  /** Nothing more will come, and everything was taken. */
  get isOver(): boolean {
    return this.#isOver && this.#pieces.length === 0
  }

  /** Pieces of at most `bytesMax`, or none when none is there now. */
  take(bytesMax: number): LogLine[] {
    if (this.#error !== undefined && this.#pieces.length === 0) throw this.#error
    const lines: LogLine[] = []
    let bytes = 0
    for (let next = this.#pieces[0]; next !== undefined; next = this.#pieces[0]) {
      bytes += lineBytes(next.line.text)
      if (bytes > bytesMax && lines.length > 0) break
      lines.push(next.line)
      this.place = next.place
      this.#pieces.shift()
    }
    this.#wake?.()
    return lines
  }

  /** Reads until there is nothing more. @param onPiece Called when there is something to take, or the end was reached. */
  async pump(options: {
    source: () => ReplicaSource
    output: PodOutput
    isFollowing: boolean
    tailLines: number | undefined
    bytesMax: number
    clock: Clock
    signal: AbortSignal
    onPiece: () => void
  }): Promise<void> {
    const { source, isFollowing, clock, signal, onPiece } = options
    let { tailLines } = options
    let from = this.place
    try {
      while (!signal.aborted) {
        const now = source()
        if (now.kind === 'none' || (now.kind === 'later' && !isFollowing)) break
        if (now.kind !== 'later') {
          const read = await this.#read(now, { ...options, from, tailLines })
          from = read.place
          if (read.isWhole) tailLines = undefined
          if (read.isWhole && (!isFollowing || now.kind === 'file' || now.isOver)) break
        }
        await sleep(clock, POLL_MS, signal)
      }
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(messageOf(error))
    }
    this.#isOver = true
    onPiece()
  }

  async #read(
    source: Extract<ReplicaSource, { kind: 'pod' | 'file' }>,
    options: Parameters<ReplicaReader['pump']>[0] & { from: LogPlace },
  ): Promise<{ place: LogPlace; isWhole: boolean }> {
    const { output, isFollowing, bytesMax, signal, onPiece, from, tailLines } = options
    const tracker = new PlaceTracker(from)
    let place = from
    const isNew = from.seconds === 0
    const lines =
      source.kind === 'file'
        ? fileLines(source.path, isNew ? tailLines : undefined)
        : output({
            pod: source.pod,
            isFollowing,
            signal,
            ...(isNew ? {} : { sinceSeconds: from.seconds }),
            ...(isNew && tailLines !== undefined ? { tailLines } : {}),
          })
    try {
      for await (const raw of lines) {
        const taken = tracker.take(raw)
        if (taken === undefined) continue
        for (const piece of piecesOf(this.replica, taken, place, bytesMax)) {
          if (this.#pieces.length >= BUFFER_PIECES_MAX) await this.#room(signal)
          if (signal.aborted) return { place, isWhole: true }
          this.#pieces.push(piece)
          place = piece.place
          onPiece()
        }
      }
    } catch (error) {
      if (signal.aborted) return { place, isWhole: true }
      // 400: the container has not begun. 404: the pod is gone; its copy is next.
      if (!hasStatus(error, 400, 404) && place === from) throw error
      return { place, isWhole: source.kind === 'pod' && source.isOver && hasStatus(error, 400) }
    }
    return { place, isWhole: true }
  }

  #room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#wake = undefined
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#wake = done
      signal.addEventListener('abort', done, { once: true })
    })
  }
}

/** A line in pieces that fit, each with the place behind it. */
function* piecesOf(
  replica: number,
  { line, skipBytes, place }: NonNullable<ReturnType<PlaceTracker['take']>>,
  before: LogPlace,
  bytesMax: number,
): Generator<LogPiece> {
  const content = Buffer.from(line.text)
  const at = isoOf(line)
  let start = skipBytes
  do {
    let stop = Math.min(content.length, start + bytesMax - 1)
    while (stop < content.length && stop > start + 1 && ((content[stop] ?? 0) & 0b1100_0000) === 0b1000_0000) stop -= 1
    const text = content.toString('utf8', start, stop)
    const isLast = stop === content.length
    yield {
      line: { replica, stream: 'out', at, text },
      // Within a line the place is still behind the line before it.
      place: isLast ? place : { ...before, bytes: stop },
    }
    start = stop
  } while (start < content.length)
}

async function* fileLines(path: string, tailLines: number | undefined): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8')
  try {
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
    if (tailLines === undefined) {
      yield* lines
      return
    }
    const last: string[] = []
    for await (const line of lines) {
      last.push(line)
      if (last.length > tailLines) last.shift()
    }
    yield* last
  } finally {
    stream.destroy()
  }
}
