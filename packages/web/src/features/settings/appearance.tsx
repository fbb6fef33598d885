import type { ReactNode } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { useNow } from '../../lib/clock.ts'
import { formatExact } from '../../lib/format/time.ts'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { useTheme, type Theme } from '../../lib/theme.ts'
import classes from './settings.module.css'

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
]
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const ZONES = [
  { value: 'browser', label: `This browser’s (${ownZone})` },
  { value: 'UTC', label: 'UTC' },
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone !== 'UTC')
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
]

/** How the console looks for this reader, in this browser. */
export function Appearance() {
  const { theme, setTheme } = useTheme()
  const prefs = usePrefs()
  const now = useNow(1000)
  return (
    <Section title="Appearance" note="kept in this browser">
      <Setting name="Theme" about="Follows at once, here and in other tabs.">
        <Segments label="Theme" options={THEMES} value={theme} onChange={setTheme} />
      </Setting>
      <Setting name="Density" about="Rows of 32 or 40 pixels.">
        <Segments
          label="Density"
          options={[
            { value: 'compact', label: 'Compact' },
            { value: 'comfortable', label: 'Comfortable' },
          ]}
          value={prefs.density}
          onChange={(density) => setPrefs({ density })}
        />
      </Setting>
      <Setting
        name="Time zone"
        about={`Of times in full: ${formatExact(now, prefs.zone)}. Addresses and files are always in UTC.`}
      >
        <Picker
          label="Time zone"
          isLabelHidden
          options={ZONES}
          value={prefs.zone}
          onChange={(zone) => setPrefs({ zone })}
          width={270}
        />
      </Setting>
      <Setting name="Single-key shortcuts" about="Letters such as g w or j. Ctrl K works in any case.">
        <Segments
          label="Single-key shortcuts"
          options={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          value={prefs.areShortcutsOn ? 'on' : 'off'}
          onChange={(value) => setPrefs({ areShortcutsOn: value === 'on' })}
        />
      </Setting>
    </Section>
  )
}

function Setting({ name, about, children }: { name: string; about: string; children: ReactNode }) {
  return (
    <div className={classes['setting']}>
      <div>
        <div className={classes['name']}>{name}</div>
        <div className={classes['about']}>{about}</div>
      </div>
      {children}
    </div>
  )
}
