import { parseQuery } from '@fairlead/control-plane/workload-query/parse-query'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { cx } from '../../lib/cx.ts'
import { Dropdown } from '../../components/dropdown/dropdown.tsx'
import { useTypedText } from '../../components/filter/use-typed-text.ts'
import { completeQuery, takeCompletion, type Completion, type QueryNames } from './complete-query.ts'
import { QUERY_MAX } from './workload-search.ts'
import classes from './query-box.module.css'

interface QueryBoxProps {
  value: string
  onChange: (query: string) => void
  names: QueryNames
}

/** Waits until somebody has stopped typing before the list follows. */
const PAUSE_MS = 250

/**
 * Conditions as text, with what may come next offered beneath. The list follows as soon as the text can be read; until then it stays, and what
 * is wrong is told with its place.
 */
export function QueryBox({ value, onChange, names }: QueryBoxProps) {
  const id = useId()
  const anchor = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState(value.length)
  const [taken, setTaken] = useState<{ caret: number }>()
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const { text, setText, send } = useTypedText({
    value,
    onChange,
    pauseMs: PAUSE_MS,
    isHeld: (typed) => parseQuery(typed).problem !== undefined,
  })
  const { problem } = parseQuery(text)
  // Before the next key: a caret that is set later would tear apart what is typed in between.
  useLayoutEffect(() => {
    if (taken) input.current?.setSelectionRange(taken.caret, taken.caret)
  }, [taken])
  const offered = isOpen ? completeQuery(text, caret, names) : []
  const current = offered[at]
  const take = (completion: Completion) => {
    const next = takeCompletion(text, completion)
    setText(next.text)
    setCaret(next.caret)
    setTaken({ caret: next.caret })
    setAt(-1)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (offered.length > 0) setAt((at + step + offered.length + (at < 0 && step < 0 ? 1 : 0)) % offered.length)
    } else if (event.key === 'Enter' || (event.key === 'Tab' && current && !event.shiftKey)) {
      if (current) {
        event.preventDefault()
        take(current)
      } else {
        setOpen(false)
        if (!problem) send(text)
      }
    }
  }
  return (
    <div ref={anchor} className={classes['field']}>
      <div className={cx(classes['box'], problem && !isOpen && classes['wrong'])}>
        <IconSearch size={14} aria-hidden />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter by name or condition"
          aria-expanded={offered.length > 0}
          aria-controls={offered.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={current ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          aria-invalid={problem !== undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          placeholder="Filter by name, or state:running gpu:>4"
          autoComplete="off"
          spellCheck={false}
          maxLength={QUERY_MAX}
          value={text}
          data-page-filter
          onChange={(event) => {
            setText(event.currentTarget.value)
            setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length)
            setOpen(true)
            setAt(-1)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {text === '' ? null : (
          <button
            type="button"
            aria-label="Clear the filter text"
            onClick={() => {
              setText('')
              send('')
              input.current?.focus()
            }}
          >
            <IconX size={13} />
          </button>
        )}
      </div>
      {problem ? (
        <p className={classes['problem']} id={`${id}-problem`} role="status">
          <code>
            {text.slice(0, problem.at)}
            <mark>{text.slice(problem.at, problem.at + problem.length) || ' '}</mark>
            {text.slice(problem.at + problem.length)}
          </code>{' '}
          at character {problem.at + 1}: {problem.message}
        </p>
      ) : null}
      {offered.length > 0 ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} width={300}>
          <div className={classes['list']} id={`${id}-list`} role="listbox" aria-label="What may come next">
            {offered.map((one, index) => (
              // The focus stays in the field, whose keys choose.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={one.text}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className={cx(classes['option'], index === at && classes['current'])}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(one)}
              >
                <code>{one.text}</code>
                <span>{one.about}</span>
              </div>
            ))}
          </div>
        </Dropdown>
      ) : null}
    </div>
  )
}
