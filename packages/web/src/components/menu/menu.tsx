import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { cx } from '../../lib/cx.ts'
import { Dropdown } from '../dropdown/dropdown.tsx'
import classes from './menu.module.css'

export interface MenuAction {
  id: string
  name: string
  icon?: ReactNode
  isDanger?: boolean
  run: () => void
}

interface TargetProps {
  ref: RefObject<HTMLButtonElement | null>
  onClick: () => void
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
}

interface ActionMenuProps {
  label: string
  actions: readonly MenuAction[]
  /** Above the actions: whom they are about. */
  head?: ReactNode
  /** The button, with what it needs to be one. */
  target: (props: TargetProps) => ReactNode
}

/** Actions behind a button: arrow keys move, a letter jumps, Escape and Tab leave. */
export function ActionMenu({ label, actions, head, target }: ActionMenuProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      {target({
        ref: anchor,
        onClick: () => setOpen(!isOpen),
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': isOpen ? id : undefined,
      })}
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={close} align="end">
          {head ? <div className={classes['head']}>{head}</div> : null}
          <Items
            id={id}
            label={label}
            actions={actions}
            onDone={() => {
              close()
              anchor.current?.focus()
            }}
          />
        </Dropdown>
      ) : null}
    </>
  )
}

function Items({
  id,
  label,
  actions,
  onDone,
}: {
  id: string
  label: string
  actions: readonly MenuAction[]
  onDone: () => void
}) {
  const list = useRef<HTMLDivElement>(null)
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items()
    const at = all.findIndex((item) => item === document.activeElement)
    const next = nextItem(event.key, at, all)
    if (event.key === 'Tab') onDone()
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div
      ref={list}
      className={classes['menu']}
      id={id}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {actions.map((action) => (
        <button
          key={action.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={cx(classes['item'], action.isDanger && classes['danger'])}
          onClick={() => {
            onDone()
            action.run()
          }}
        >
          {action.icon}
          {action.name}
        </button>
      ))}
    </div>
  )
}

function nextItem(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items[(at - 1 + items.length) % items.length]
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1) return undefined
  const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return rest.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()))
}
