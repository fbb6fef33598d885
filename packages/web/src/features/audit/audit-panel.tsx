import { YamlBlock } from '../../components/code/code-block.tsx'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { ExactTime } from '../../components/time/time.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { toYaml } from '../../lib/yaml.ts'
import { changesIn } from './changes-in.ts'
import classes from './audit.module.css'

export type Entry = Outputs['audit']['list']['items'][number]

/** One entry in full: who, what, from where, and what it changed. */
export function AuditPanel({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const changes = changesIn(entry.data)
  const difference = useRef<HTMLElement>(null)
  useShortcut('d', 'What changed', 'This page', () => difference.current?.focus())
  return (
    <SidePanel
      title={`${entry.action}, entry ${entry.id}`}
      onClose={onClose}
      actions={<CopyButton text={JSON.stringify(entry, null, 2)} label="Copy as JSON" />}
    >
      <Facts
        items={[
          ['Time', <ExactTime key="at" at={entry.at} />],
          ['Actor', `${entry.actor.name} (${entry.actor.kind})`],
          ['Object', `${entry.object.kind} ${entry.object.name}`],
          ['Object id', <code key="object">{entry.object.id}</code>],
          ['Origin', entry.origin],
          ['Address', entry.ip],
          [
            'Request',
            <Link
              key="request"
              from="/audit"
              to="/audit"
              search={{ request: entry.requestId, entry: entry.id }}
              replace
            >
              <code>{entry.requestId}</code>
            </Link>,
          ],
        ]}
      />
      {changes.length > 0 ? (
        <section ref={difference} className={classes['part']} tabIndex={-1} aria-label="What changed">
          <h3>What changed</h3>
          <ul className={classes['changes']}>
            {changes.map(({ path, before, after }) => (
              <li key={path}>
                <span className={classes['dim']}>{path}</span>
                <code>
                  <span className={classes['was']}>{before ?? 'not set'}</span> →{' '}
                  <span className={classes['is']}>{after ?? 'not set'}</span>
                </code>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {Object.keys(entry.data).length > 0 ? (
        <section className={classes['part']}>
          <h3>Recorded with it</h3>
          <YamlBlock text={toYaml(entry.data)} label="Data of the entry" />
        </section>
      ) : null}
    </SidePanel>
  )
}
