import { IconCheck } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './picker.module.css'

export interface Option {
  value: string
  label: string
  /** Shown in the list in place of the label. */
  content?: ReactNode
  /** Beneath it, smaller. */
  note?: string
  /** It can be chosen, and its note says why that is of no use. */
  isFaint?: boolean
}

interface OptionListProps {
  id: string
  label: string
  options: readonly Option[]
  chosen: readonly string[]
  isMultiple: boolean
  onChoose: (value: string) => void
}

/** From so many on, a field to find one. */
const FIND_FROM = 12
/** More than anybody scrolls through: finding narrows them down. */
const SHOWN_MAX = 200

/** Things to choose from. The focus stays in one place; arrow keys move, Enter chooses, letters find. */
export function OptionList({ id, label, options, chosen, isMultiple, onChoose }: OptionListProps) {
  const optionId = useId()
  const focus = useRef<HTMLElement | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const hasFind = options.length >= FIND_FROM
  const shown = options.filter((option) => option.label.toLowerCase().includes(text.toLowerCase())).slice(0, SHOWN_MAX)
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex(({ value }) => chosen.includes(value)),
    ),
  )
  const current = Math.min(at, shown.length - 1)
  useEffect(() => focus.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const onKeyDown = (event: KeyboardEvent) => {
    const option = shown[current]
    if (event.key === 'Enter' || (event.key === ' ' && !hasFind)) {
      event.preventDefault()
      if (option) onChoose(option.value)
      return
    }
    const next = step(event.key, current, shown, hasFind)
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
  }
  const active = shown[current] ? `${optionId}-${current}` : undefined
  return (
    <>
      {hasFind ? (
        <input
          ref={(element) => void (focus.current = element)}
          className={classes['find']}
          type="text"
          role="combobox"
          aria-label={`Find ${label.toLowerCase()}`}
          aria-expanded
          aria-controls={id}
          aria-activedescendant={active}
          placeholder="Find"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      ) : null}
      <div
        ref={(element) => {
          list.current = element
          if (!hasFind) focus.current = element
        }}
        className={classes['list']}
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMultiple}
        aria-activedescendant={hasFind ? undefined : active}
        tabIndex={hasFind ? -1 : 0}
        onKeyDown={hasFind ? undefined : onKeyDown}
      >
        {shown.map((option, index) => (
          // The keyboard stays in the list, which names the option that is current.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={option.value}
            id={`${optionId}-${index}`}
            className={cx(
              classes['option'],
              index === current && classes['current'],
              option.isFaint && classes['faint'],
            )}
            role="option"
            aria-selected={chosen.includes(option.value)}
            onPointerMove={() => setAt(index)}
            onClick={() => onChoose(option.value)}
          >
            <span className={classes['tick']}>
              {chosen.includes(option.value) ? <IconCheck size={14} stroke={2.2} /> : null}
            </span>
            {option.note ? (
              <span className={classes['noted']}>
                {option.label}
                <span className={classes['note']}>{option.note}</span>
              </span>
            ) : (
              (option.content ?? option.label)
            )}
          </div>
        ))}
      </div>
      {shown.length === 0 ? <div className={classes['none']}>Nothing is called like that.</div> : null}
    </>
  )
}

function step(key: string, current: number, shown: readonly Option[], hasFind: boolean): number | undefined {
  if (key === 'ArrowDown') return Math.min(shown.length - 1, current + 1)
  if (key === 'ArrowUp') return Math.max(0, current - 1)
  if (key === 'PageDown') return Math.min(shown.length - 1, current + 8)
  if (key === 'PageUp') return Math.max(0, current - 8)
  if (hasFind) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return shown.length - 1
  if (key.length !== 1) return undefined
  const after = shown.findIndex(({ label }, index) => index > current && startsWith(label, key))
  const any = after === -1 ? shown.findIndex(({ label }) => startsWith(label, key)) : after
  return any === -1 ? undefined : any
}

function startsWith(label: string, key: string): boolean {
  return label.toLowerCase().startsWith(key.toLowerCase())
}
