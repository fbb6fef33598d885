import { IconRotate } from '@tabler/icons-react'
import { IconButton } from '../../components/button/icon-button.tsx'
import { Section } from '../../components/page/section.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { cx } from '../../lib/cx.ts'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { useShortcutList } from '../../lib/shortcuts.ts'
import { KeyCaps } from '../shell/key-caps.tsx'
import { ShortcutLine } from '../shell/shortcut-line.tsx'
import sheet from '../shell/shortcut-sheet.module.css'
import classes from './settings.module.css'

const GROUPS = ['Everywhere', 'Go to', 'Tables']

/** Keys that work on every page, each of which may get others, and those that the reader gave to single pages. */
export function Keys() {
  const { areShortcutsOn, ownKeys } = usePrefs()
  const known = useShortcutList()
  const lines = [...new Map(known.map((entry) => [entry.keys, entry])).values()]
  const elsewhere = Object.entries(ownKeys).filter(([keys]) => !lines.some((entry) => entry.keys === keys))
  const reset = (keys: string) => {
    const { [keys]: _own, ...others } = ownKeys
    setPrefs({ ownKeys: others })
  }
  return (
    <Section title="Shortcuts" note="kept in this browser">
      <div className={classes['setting']}>
        <div>
          <div className={classes['name']}>Single keys</div>
          <div className={classes['about']}>
            Letters such as g w or j. Those of a page are told on it, by <KeyCaps keys="?" />.
          </div>
        </div>
        <Segments
          label="Single keys"
          options={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          value={areShortcutsOn ? 'on' : 'off'}
          onChange={(value) => setPrefs({ areShortcutsOn: value === 'on' })}
        />
      </div>
      <div className={cx(sheet['groups'], classes['keyGroups'])}>
        {GROUPS.map((group) => {
          const own = lines.filter((entry) => entry.group === group)
          return own.length === 0 ? null : (
            <section key={group} className={sheet['group']}>
              <h3>{group}</h3>
              <ul>
                {own.map((entry) => (
                  <ShortcutLine key={entry.keys} shortcut={entry} known={known} />
                ))}
              </ul>
            </section>
          )
        })}
        {elsewhere.length === 0 ? null : (
          <section className={sheet['group']}>
            <h3>Yours, on single pages</h3>
            <ul>
              {elsewhere.map(([keys, own]) => (
                <li key={keys}>
                  <span>
                    what is usually <KeyCaps keys={keys} />
                  </span>
                  <span className={sheet['keys']}>
                    <KeyCaps keys={own} />
                    <IconButton label={`The usual keys for ${keys}`} size="small" onClick={() => reset(keys)}>
                      <IconRotate size={14} />
                    </IconButton>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Section>
  )
}
