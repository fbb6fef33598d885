import classes from './bars.module.css'

const percent = (part: number, whole: number) => `${whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0}%`

/** How much of a whole is taken. The numbers stand beside it, so the picture itself is not read out. */
export function UsageBar({ used, total, height = 4 }: { used: number; total: number; height?: number }) {
  return (
    <svg className={classes['bar']} height={height} aria-hidden>
      <rect className={classes['track']} width="100%" height={height} rx={height / 2} />
      {used > 0 ? (
        <rect className={classes['allocated']} width={percent(used, total)} height={height} rx={height / 2} />
      ) : null}
    </svg>
  )
}

export interface Part {
  key: string
  value: number
  tone: 'active' | 'running' | 'pending' | 'failed' | 'done' | 'preempted'
}

/** Parts of a whole side by side, without a gap for parts that are empty. */
export function StackedBar({ parts, height = 8 }: { parts: readonly Part[]; height?: number }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.value, 0))
  return (
    <svg className={classes['bar']} height={height} aria-hidden>
      <rect className={classes['track']} width="100%" height={height} rx={2} />
      {parts.map((part, index) =>
        part.value > 0 ? (
          <rect
            key={part.key}
            className={classes[part.tone]}
            x={percent(starts[index] ?? 0, total)}
            width={percent(part.value, total)}
            height={height}
            stroke="var(--surface)"
            strokeWidth={parts.length > 1 ? 1 : 0}
          />
        ) : null,
      )}
    </svg>
  )
}
