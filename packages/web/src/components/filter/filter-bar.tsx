import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextInput } from '../input/text-input.tsx'
import { useTypedText } from './use-typed-text.ts'
import classes from './filter.module.css'

/** Conditions of a list, and at its end what is done with the list as a whole. */
export function FilterBar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className={classes['bar']} role="search">
      {children}
      {end ? <div className={classes['end']}>{end}</div> : null}
    </div>
  )
}

/** Waits until somebody has stopped typing before the list follows. */
const PAUSE_MS = 200

export function FilterText({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const { text, setText } = useTypedText({ value, onChange, pauseMs: PAUSE_MS })
  return (
    <TextInput
      className={classes['search'] ?? ''}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      data-page-filter
    />
  )
}

export function FilterToggle({
  label,
  isOn,
  onChange,
}: {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}) {
  return (
    <button type="button" className={classes['toggle']} aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {label}
    </button>
  )
}
