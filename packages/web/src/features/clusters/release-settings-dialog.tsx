import { useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Radio } from '../../components/radio/radio-list.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { problemOf } from '../../lib/problem.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { clusterCommands } from './cluster-commands.ts'
import classes from './cluster-page.module.css'

type Upgrades = Outputs['clusters']['upgrades']
type Day = NonNullable<Upgrades['window']>['days'][number]

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const CHANNELS = [
  { value: 'stable', label: 'Stable', about: 'the newest release that is meant for everybody' },
  { value: 'beta', label: 'Beta', about: 'the newest release, also one that is still being tried' },
  { value: 'pinned', label: 'Pinned', about: 'one version and no other' },
] as const
const MODES = [
  { value: 'manual', label: 'Approved by somebody', about: 'it waits until the button is pressed' },
  { value: 'automatic', label: 'Approved by themselves', about: 'it begins when the window opens' },
] as const

/** Which releases a cluster's agent is offered, who approves them, and when they may be put in. */
export function ReleaseSettingsDialog({ view, onClose }: { view: Upgrades; onClose: () => void }) {
  const [channel, setChannel] = useState(view.channel)
  const [version, setVersion] = useState(view.version ?? view.agentVersion ?? '')
  const [mode, setMode] = useState(view.mode)
  const [hasWindow, setHasWindow] = useState(view.window !== null)
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const [window, setWindow] = useState(view.window ?? { days: [...DAYS], from: '22:00', hours: 4, timeZone: here })
  const wanted = {
    channel,
    ...(channel === 'pinned' ? { version } : {}),
    mode,
    window: hasWindow ? window : null,
  }
  const commands = clusterCommands.setReleases(view.cluster.name, wanted)
  const set = useDeed(trpc.clusters.setUpgrades.mutationOptions(), {
    said: () => ({ title: `${view.cluster.name} has its channel and window` }),
    commands,
    reads: [trpc.clusters],
    after: onClose,
  })
  const refused = set.error ? problemOf(set.error).issues : []
  const errorOf = (path: string) => refused.find((issue) => issue.path.startsWith(path))?.message
  return (
    <Dialog
      title={`Releases of ${view.cluster.name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={set.isPending}
            onClick={() => set.mutate({ cluster: view.cluster.id, ...wanted })}
          >
            Save
          </Button>
        </>
      }
    >
      <div className={classes['stack']}>
        <Radio label="Channel" options={CHANNELS} value={channel} onChange={setChannel} />
        {channel === 'pinned' ? (
          <TextInput
            label="Version"
            value={version}
            error={errorOf('version')}
            onChange={(event) => setVersion(event.currentTarget.value)}
          />
        ) : null}
        <Radio label="Upgrades are" options={MODES} value={mode} onChange={setMode} />
        <label>
          <input type="checkbox" checked={hasWindow} onChange={(event) => setHasWindow(event.currentTarget.checked)} />{' '}
          Only in a maintenance window
        </label>
        {hasWindow ? (
          <fieldset className={classes['window']}>
            <legend>Window</legend>
            <div className={classes['tags']}>
              {DAYS.map((day) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    checked={window.days.includes(day)}
                    onChange={(event) =>
                      setWindow({
                        ...window,
                        days: event.currentTarget.checked
                          ? [...window.days, day]
                          : window.days.filter((other) => other !== day),
                      })
                    }
                  />{' '}
                  {day}
                </label>
              ))}
            </div>
            <TextInput
              label="From"
              type="time"
              value={window.from}
              error={errorOf('window.from')}
              onChange={(event) => setWindow({ ...window, from: event.currentTarget.value })}
            />
            <TextInput
              label="Hours"
              type="number"
              min={0.25}
              max={168}
              step="any"
              value={window.hours}
              error={errorOf('window.hours')}
              onChange={(event) => setWindow({ ...window, hours: Number(event.currentTarget.value) })}
            />
            <TextInput
              label="Time zone"
              description="IANA name; the window keeps to the clock on the walls there"
              value={window.timeZone}
              error={errorOf('window.timeZone') ?? errorOf('window.days')}
              onChange={(event) => setWindow({ ...window, timeZone: event.currentTarget.value })}
            />
          </fieldset>
        ) : null}
        {set.error ? <ProblemNotice error={set.error} /> : null}
        <CommandBox title="The same by hand" commands={commands} />
      </div>
    </Dialog>
  )
}
