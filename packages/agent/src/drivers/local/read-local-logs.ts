import type { LogLine } from '@fairlead/protocol'
import { sleep, type Clock } from '../../lib/clock.ts'
import { LogNotFound, type LogBatch, type LogRequest } from '../driver.ts'
import type { CursorBook } from '../log-cursor.ts'
import { OutputFile } from './output-file.ts'
import type { RunFolder } from './run-folder.ts'

type Source = { replica: number; stream: LogLine['stream']; file: OutputFile }

const FOLLOW_MS = 200

/** The output of one run on this host: both streams of the replicas that were asked for, in turns. */
export async function* readLocalLogs(options: {
  request: LogRequest
  folder: RunFolder | undefined
  /** Replicas that the run has. */
  replicas: number
  isOver: () => boolean
  cursors: CursorBook
  clock: Clock
}): AsyncGenerator<LogBatch> {
  const { request, folder, isOver, cursors, clock } = options
  if (folder === undefined) throw new LogNotFound(`run ${request.runId} has no output here`)
  const { sources, hasLostPlace } = await openSources(options, folder)
  let gap = hasLostPlace ? { bytes: 0, reason: 'the cursor is not known any more: from the beginning' } : undefined
  try {
    while (!request.signal.aborted) {
      // Asked before reading: what was written up to the end is read after it.
      const isLast = isOver() || !request.isFollowing
      let hasRead = false
      for (const { replica, stream, file } of sources) {
        const texts = await file.read(request.batchBytesMax, isLast)
        if (texts.length === 0) continue
        hasRead = true
        const cursor = cursors.write(sources.map((source) => source.file.offset))
        yield {
          lines: texts.map((text) => ({ replica, stream, text })),
          cursor,
          ...(gap === undefined ? {} : { gap }),
        }
        gap = undefined
        if (request.signal.aborted) return
      }
      if (hasRead) continue
      if (isLast) return
      await sleep(clock, FOLLOW_MS, request.signal)
    }
  } finally {
    for (const { file } of sources) await file.close()
  }
}

async function openSources(
  options: { request: LogRequest; replicas: number; cursors: CursorBook },
  folder: RunFolder,
): Promise<{ sources: Source[]; hasLostPlace: boolean }> {
  const { request, replicas, cursors } = options
  const indexes =
    request.replica === undefined ? Array.from({ length: replicas }, (_, index) => index) : [request.replica]
  const offsets = request.cursor === undefined ? undefined : cursors.read(request.cursor, indexes.length * 2)
  const sources = indexes.flatMap((replica, position): Source[] =>
    (['out', 'err'] as const).map((stream, half) => ({
      replica,
      stream,
      file: new OutputFile(folder.replicaPath(replica, `${stream}.log`), offsets?.[position * 2 + half] ?? 0),
    })),
  )
  const hasLostPlace = request.cursor !== undefined && offsets === undefined
  if (request.cursor === undefined && request.tailLines !== undefined) {
    for (const { file } of sources) await file.seekTail(request.tailLines)
  }
  return { sources, hasLostPlace }
}
