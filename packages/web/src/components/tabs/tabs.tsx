import { useRef, type KeyboardEvent } from 'react'
import { useInSight } from '../../lib/use-in-sight.ts'
import classes from './tabs.module.css'

interface TabsProps<T extends string> {
  label: string
  tabs: readonly { value: T; label: string; count?: number | undefined }[]
  value: T
  onChange: (value: T) => void
}

/** Parts of one page. Which is open belongs into the address: the page keeps it there. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  const row = useRef<HTMLDivElement>(null)
  useInSight(row, '[aria-selected="true"]', value)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const index = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(index + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.value)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[tabs.indexOf(next)]?.focus()
  }
  return (
    <div ref={row} className={classes['tabs']} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className={classes['tab']}
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? `panel-${tab.value}` : undefined}
          id={`tab-${tab.value}`}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className={classes['count']}>{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}
