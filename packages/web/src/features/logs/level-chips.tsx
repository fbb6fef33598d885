import { useMemo } from 'react'
import { Button } from '../../components/button/button.tsx'
import { Mark, type Shape, type Tone } from '../../components/mark/mark.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { countLevels } from './at-levels.ts'
import type { LogEntry } from './log-buffer.ts'
import { LEVELS, type Level } from './log-level.ts'
import classes from './logs.module.css'

const LOOKS: Record<Level, { word: string; tone: Tone; shape: Shape }> = {
  error: { word: 'Errors', tone: 'failed', shape: 'square' },
  warn: { word: 'Warnings', tone: 'pending', shape: 'diamond' },
  info: { word: 'Info', tone: 'active', shape: 'circle' },
  debug: { word: 'Debug', tone: 'done', shape: 'dash' },
}

interface LevelChipsProps {
  entries: readonly LogEntry[]
  chosen: ReadonlySet<Level>
  onChoose: (chosen: ReadonlySet<Level>) => void
}

/** Which lines to show by how grave they say they are, with how many there are of each. Nothing where no line says it. */
export function LevelChips({ entries, chosen, onChoose }: LevelChipsProps) {
  const counts = useMemo(() => countLevels(entries), [entries])
  const shown = LEVELS.filter((level) => counts[level] > 0 || chosen.has(level))
  if (shown.length === 0) return null
  const toggle = (level: Level) => {
    const next = new Set(chosen)
    if (!next.delete(level)) next.add(level)
    onChoose(next)
  }
  return (
    <div className={classes['levels']} role="group" aria-label="Only lines of">
      {shown.map((level) => (
        <Button key={level} size="small" variant="quiet" aria-pressed={chosen.has(level)} onClick={() => toggle(level)}>
          <Mark tone={LOOKS[level].tone} shape={LOOKS[level].shape}>
            {LOOKS[level].word}
          </Mark>
          {formatNumber(counts[level])}
        </Button>
      ))}
    </div>
  )
}
