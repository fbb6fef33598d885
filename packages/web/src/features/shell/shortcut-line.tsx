import { IconPencil, IconRotate } from '@tabler/icons-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { conflictOf, keyName, type Shortcut } from '../../lib/shortcuts.ts'
import { KeyCaps } from './key-caps.tsx'
import classes from './shortcut-sheet.module.css'

type Known = Shortcut & { own: string }

/** A second key within this time makes a pair. */
const PAIR_MS = 900

/** One shortcut, and a way to give it other keys. */
export function ShortcutLine({ shortcut, known }: { shortcut: Known; known: readonly Known[] }) {
  const { ownKeys } = usePrefs()
  const [isAsking, setAsking] = useState(false)
  const [taken, setTaken] = useState<string>()
  const { keys, own, about } = shortcut
  const keep = (wanted: string) => {
    const conflict = conflictOf(keys, wanted, known)
    if (conflict) {
      setTaken(`${wanted} is taken: ${conflict.about}.`)
      return
    }
    const { [keys]: _before, ...others } = ownKeys
    setPrefs({ ownKeys: wanted === keys ? others : { ...others, [keys]: wanted } })
    setTaken(undefined)
    setAsking(false)
  }
  return (
    <li>
      <span>{about}</span>
      <span className={classes['keys']}>
        {isAsking ? (
          <KeyCatcher about={about} onKeys={keep} onLeave={() => setAsking(false)} />
        ) : (
          <>
            <KeyCaps keys={own} />
            {keys.startsWith('Mod+') ? null : (
              <IconButton label={`Other keys for ${about}`} size="small" onClick={() => setAsking(true)}>
                <IconPencil size={14} />
              </IconButton>
            )}
            {own === keys ? null : (
              <IconButton label={`The usual keys for ${about}`} size="small" onClick={() => keep(keys)}>
                <IconRotate size={14} />
              </IconButton>
            )}
          </>
        )}
      </span>
      {taken ? (
        <span role="alert" className={classes['taken']}>
          {taken}
        </span>
      ) : null}
    </li>
  )
}

interface KeyCatcherProps {
  about: string
  onKeys: (keys: string) => void
  onLeave: () => void
}

/** Takes the next key, or two that follow each other. Escape and Tab leave. */
function KeyCatcher({ about, onKeys, onLeave }: KeyCatcherProps) {
  const box = useRef<HTMLButtonElement>(null)
  const first = useRef<{ key: string; timer: ReturnType<typeof setTimeout> }>(undefined)
  useEffect(() => {
    box.current?.focus()
    return () => clearTimeout(first.current?.timer)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const name = keyName(event)
    if (event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') onLeave()
    if (name.length !== 1) return
    const before = first.current
    if (before) {
      clearTimeout(before.timer)
      first.current = undefined
      onKeys(`${before.key} ${name}`)
      return
    }
    const timer = setTimeout(() => {
      first.current = undefined
      onKeys(name)
    }, PAIR_MS)
    first.current = { key: name, timer }
  }
  return (
    <Button
      ref={box}
      size="small"
      aria-label={`Press one or two keys for ${about}`}
      onKeyDown={onKeyDown}
      onBlur={onLeave}
    >
      Press one or two keys
    </Button>
  )
}
