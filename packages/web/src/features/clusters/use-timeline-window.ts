import { useState } from 'react'
import {
  panWindow,
  windowBetween,
  zoomWindow,
  type TimeWindow,
  type WindowBounds,
} from '../../components/gantt/gantt-window.ts'

export const SPANS = ['1h', '6h', '24h'] as const
export type Span = (typeof SPANS)[number]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MS: Record<Span, number> = { '1h': HOUR, '6h': 6 * HOUR, '24h': 24 * HOUR }
/** So much of the picture is what comes. */
const FUTURE = 0.25
const BACK_MAX = 7 * 24 * HOUR
const STEP = 0.25

/** What of time a timeline shows: a span that ends a little after now and moves along, or what was looked at more closely, which stands still. */
export function useTimelineWindow(now: number) {
  const [span, setSpan] = useState<Span>('1h')
  const [own, setOwn] = useState<TimeWindow>()
  const window = own ?? { from: now - MS[span], until: now + MS[span] * FUTURE }
  const bounds: WindowBounds = { from: now - BACK_MAX, until: now + MS['24h'] * FUTURE, least: 2 * MINUTE }
  const isNowSeen = now >= window.from && now <= window.until
  const anchor = isNowSeen ? now : (window.from + window.until) / 2
  return {
    window,
    /** Absent while a part of it is looked at. */
    span: own ? undefined : span,
    setSpan: (next: Span) => {
      setSpan(next)
      setOwn(undefined)
    },
    /** @param factor Below 1: closer. @param at Stays where it is; absent: now where that is in sight, else the middle. */
    zoom: (factor: number, at = anchor) => setOwn(zoomWindow(window, factor, at, bounds)),
    pan: (share: number = STEP) => setOwn(panWindow(window, share, bounds)),
    select: (a: number, b: number) => setOwn(windowBetween(a, b, bounds)),
    reset: () => setOwn(undefined),
  }
}

export type TimelineView = ReturnType<typeof useTimelineWindow>
