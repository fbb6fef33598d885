import { keyCaps } from '../../lib/shortcuts.ts'
import classes from './shell.module.css'

/** A shortcut as keys. */
export function KeyCaps({ keys, isHidden = false }: { keys: string; isHidden?: boolean }) {
  return (
    <span className={classes['keys']} aria-hidden={isHidden}>
      {keyCaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
