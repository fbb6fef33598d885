import type { TimeWindow } from '../../components/gantt/gantt-window.ts'

const MINUTE = 60_000

/** The query of the list of workloads for what was there between two times: submitted before the end, and not ended before the beginning. */
export function heldQuery({ from, until }: TimeWindow, now: number): string {
  const ago = (at: number, round: (minutes: number) => number) => Math.max(0, round((now - at) / MINUTE))
  const before = ago(until, Math.floor)
  return [before > 0 ? `age:>=${before}m` : '', `-finished:>${Math.max(1, ago(from, Math.ceil))}m`]
    .filter(Boolean)
    .join(' ')
}

/** How far back what has ended is read so that a window is whole: in few steps, so that looking around asks nothing anew. In hours. */
export function hoursBack({ from }: TimeWindow, now: number): number {
  const hours = (now - from) / (60 * MINUTE)
  return [1, 6, 24, 48, 96].find((step) => step >= hours - 0.01) ?? 168
}
