import { Mark, type Shape, type Tone } from '../mark/mark.tsx'
import { GANTT_COLORS } from './draw-gantt.ts'
import type { GanttBar } from './gantt-layout.ts'
import classes from './gantt.module.css'

type Ending = NonNullable<GanttBar['mark']>

const MARKS: Record<Ending, { tone: Tone; shape: Shape; word: string }> = {
  failed: { tone: 'failed', shape: 'square', word: 'failed' },
  cancelled: { tone: 'done', shape: 'dash', word: 'cancelled' },
  preempted: { tone: 'preempted', shape: 'triangle', word: 'made room' },
}
const ENDINGS = Object.keys(MARKS) as Ending[]

/** What the colours and the marks stand for, of those that are in the picture. */
export function GanttLegend({ colors, marks }: { colors: readonly string[]; marks: ReadonlySet<Ending> }) {
  return (
    <span className={classes['legend']}>
      {ENDINGS.filter((ending) => marks.has(ending)).map((ending) => (
        <Mark key={ending} tone={MARKS[ending].tone} shape={MARKS[ending].shape}>
          {MARKS[ending].word}
        </Mark>
      ))}
      {colors.map((name, index) => (
        <span key={name}>
          <svg width="10" height="10" aria-hidden>
            <rect width="10" height="10" rx="2" fill={GANTT_COLORS[index % GANTT_COLORS.length]} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  )
}
