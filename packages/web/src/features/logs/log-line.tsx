import { memo } from 'react'
import { cx } from '../../lib/cx.ts'
import { formatClock, formatDuration } from '../../lib/format/time.ts'
import { parseAnsi, type Span } from './ansi.ts'
import { rangesOf } from './find-in-log.ts'
import type { LogEntry } from './log-buffer.ts'
import classes from './logs.module.css'

export type TimeStyle = 'off' | 'relative' | 'exact'
const REPLICA_COLORS = 6

export interface LineLooks {
  times: TimeStyle
  zone: string
  /** Relative times count from here. */
  startedAt: number | undefined
  hasReplicas: boolean
  pattern: RegExp | undefined
}

function Line({ entry, looks, isCurrent }: { entry: LogEntry; looks: LineLooks; isCurrent: boolean }) {
  if (entry.kind !== 'line') return <span className={classes['mark']}>— {entry.text} —</span>
  const spans = parseAnsi(entry.text)
  return (
    <>
      <span className={cx(classes['bar'], looks.hasReplicas && classes[`r${entry.replica % REPLICA_COLORS}`])} />
      {looks.hasReplicas ? <span className={classes['replica']}>{entry.replica}</span> : null}
      {looks.times === 'off' || entry.at === null ? null : (
        <span className={classes['at']}>{timeOf(entry.at, looks)}</span>
      )}
      <span className={cx(classes['text'], entry.stream === 'err' && classes['err'], isCurrent && classes['current'])}>
        {spans.length === 0 ? ' ' : withFinds(spans, looks.pattern)}
      </span>
    </>
  )
}

/** One line of output, drawn again only when something of it has changed. */
export const LogLine = memo(Line)

function timeOf(at: string, { times, zone, startedAt }: LineLooks): string {
  const ms = Date.parse(at)
  if (times === 'exact' || startedAt === undefined) return formatClock(ms, zone)
  return `+${formatDuration(ms - startedAt)}`.padEnd(8)
}

/** Spans with what was looked for marked; a find may reach over several spans. */
function withFinds(spans: readonly Span[], pattern: RegExp | undefined) {
  const ranges = rangesOf(spans.map(({ text }) => text).join(''), pattern)
  let offset = 0
  return spans.flatMap((span, spanIndex) => {
    const from = offset
    offset += span.text.length
    return cut(span.text, from, ranges).map((piece, index) => {
      const className = cx(spanClass(span), piece.isFound && classes['found'])
      const key = `${spanIndex}.${index}`
      return piece.isFound ? (
        <mark key={key} className={className}>
          {piece.text}
        </mark>
      ) : (
        <span key={key} className={className === '' ? undefined : className}>
          {piece.text}
        </span>
      )
    })
  })
}

function cut(text: string, from: number, ranges: readonly [number, number][]): { text: string; isFound: boolean }[] {
  const edges = new Set([0, text.length])
  for (const [start, end] of ranges) {
    for (const edge of [start - from, end - from]) if (edge > 0 && edge < text.length) edges.add(edge)
  }
  const places = [...edges].sort((a, b) => a - b)
  return places.slice(0, -1).map((start, index) => ({
    text: text.slice(start, places[index + 1]),
    isFound: ranges.some(([begin, end]) => start + from >= begin && start + from < end),
  }))
}

function spanClass({ color, isBold, isDim, isItalic, isUnderlined }: Span): string {
  return cx(
    color !== undefined && classes[`c${color}`],
    isBold && classes['bold'],
    isDim && classes['dim'],
    isItalic && classes['italic'],
    isUnderlined && classes['underlined'],
  )
}
