import { Link } from '@tanstack/react-router'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { useShortcutList } from '../../lib/shortcuts.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { ShortcutLine } from './shortcut-line.tsx'
import classes from './shortcut-sheet.module.css'

const ORDER = ['Everywhere', 'Go to', 'This page', 'Tables']

/** All shortcuts that work on this page, each of which may get other keys. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { areShortcutsOn } = usePrefs()
  const known = useShortcutList()
  const groups = Map.groupBy(new Map(known.map((entry) => [entry.keys, entry])).values(), (entry) => entry.group)
  const sorted = [...groups].toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose} width={640}>
      {areShortcutsOn ? null : <p>Single keys are switched off. They can be switched on again in the settings.</p>}
      <div className={classes['groups']}>
        {sorted.map(([group, entries]) => (
          <section key={group} className={classes['group']}>
            <h3>{group}</h3>
            <ul>
              {entries.map((entry) => (
                <ShortcutLine key={entry.keys} shortcut={entry} known={known} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p className={classes['more']}>
        <Link to="/settings/keys" onClick={onClose}>
          All that work everywhere, in the settings
        </Link>
      </p>
    </Dialog>
  )
}
