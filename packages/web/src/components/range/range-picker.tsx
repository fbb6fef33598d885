import { IconCalendar, IconSelector } from '@tabler/icons-react'
import { useRef, useState, type FormEvent } from 'react'
import { useNow } from '../../lib/clock.ts'
import { formatDay } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import {
  daysOfRange,
  RANGE_LABELS,
  rangeOfDays,
  resolveRange,
  type RangeName,
  type RangeText,
} from '../../lib/time-range.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Button } from '../button/button.tsx'
import { Dropdown } from '../dropdown/dropdown.tsx'
import classes from './range-picker.module.css'

interface RangePickerProps {
  value: RangeText
  onChange: (range: RangeText) => void
  names: readonly RangeName[]
  /** Whole days by their dates, too. */
  hasDays?: boolean
}

/** Which time a page looks at: one of some names, or days of the reader's zone. */
export function RangePicker({ value, onChange, names, hasDays = false }: RangePickerProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const { zone } = usePrefs()
  const now = useNow(60_000)
  const choose = (next: RangeText) => {
    onChange(next)
    setOpen(false)
    anchor.current?.focus()
  }
  const label = labelOf(value, now, zone)
  useShortcut('t', 'Time that is shown', 'This page', () => {
    anchor.current?.focus()
    setOpen(true)
  })
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={classes['button']}
        aria-label={`Time: ${label}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <IconCalendar size={14} aria-hidden />
        <span>{label}</span>
        <IconSelector size={14} aria-hidden />
      </button>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={230}>
          <div className={classes['box']} role="group" aria-label="Time">
            {names.map((name) => (
              <button
                key={name}
                type="button"
                className={classes['name']}
                aria-pressed={name === value}
                onClick={() => choose(name)}
              >
                {RANGE_LABELS[name]}
              </button>
            ))}
            {hasDays ? <Days value={value} now={now} zone={zone} onChoose={choose} /> : null}
          </div>
        </Dropdown>
      ) : null}
    </>
  )
}

interface DaysProps {
  value: RangeText
  now: number
  zone: string
  onChoose: (range: RangeText) => void
}

function Days({ value, now, zone, onChoose }: DaysProps) {
  const [days, setDays] = useState(() => daysOfRange(value, now, zone))
  const range = rangeOfDays(days.first, days.last, zone)
  const take = (event: FormEvent) => {
    event.preventDefault()
    if (range) onChoose(range)
  }
  return (
    <form className={classes['days']} onSubmit={take}>
      <label>
        <span>First day</span>
        <input
          type="date"
          value={days.first}
          onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>Last day</span>
        <input
          type="date"
          value={days.last}
          onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
        />
      </label>
      {range ? null : <p role="alert">Give two days, the first before the last.</p>}
      <p className={classes['zone']}>Days of {zone === 'browser' ? 'this browser’s time zone' : zone}</p>
      <Button type="submit" size="small" disabled={!range}>
        Show these days
      </Button>
    </form>
  )
}

function labelOf(value: RangeText, now: number, zone: string): string {
  const name = RANGE_LABELS[value as RangeName] as string | undefined
  if (name !== undefined) return name
  const { from, to } = resolveRange(value, now, zone)
  return `${formatDay(from, zone)} – ${formatDay(to - 1, zone)}`
}
