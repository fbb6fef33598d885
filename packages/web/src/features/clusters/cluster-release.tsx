import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { ExactTime, TimeAgo } from '../../components/time/time.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { clusterCommands } from './cluster-commands.ts'
import { ReleaseSettingsDialog } from './release-settings-dialog.tsx'
import { SKEW_WORDS, windowText } from './release-words.ts'
import classes from './cluster-page.module.css'

type Upgrades = Outputs['clusters']['upgrades']

/** The release of a cluster's agent: what it is, what is offered with all that is new in it, and the button that lets it become that. */
export function ClusterRelease({ name, canChange }: { name: string; canChange: boolean }) {
  const upgrades = useQuery(trpc.clusters.upgrades.queryOptions({ cluster: name }))
  if (upgrades.isError)
    return (
      <ErrorState
        title="Its release could not be read"
        error={upgrades.error}
        onRetry={() => void upgrades.refetch()}
      />
    )
  if (!upgrades.data) return <SkeletonRows what="releases" />
  return <Release view={upgrades.data} canChange={canChange} />
}

function Release({ view, canChange }: { view: Upgrades; canChange: boolean }) {
  const [isChanging, setIsChanging] = useState(false)
  const { offer, current, history, window } = view
  return (
    <div className={classes['two']}>
      <div className={classes['stack']}>
        <Section
          title="Release of its agent"
          actions={
            <>
              <CopyAs title="Releases by hand" commands={clusterCommands.upgrades(view.cluster.name)} />
              {canChange ? (
                <Button size="small" onClick={() => setIsChanging(true)}>
                  Channel and window
                </Button>
              ) : null}
            </>
          }
        >
          <Facts
            items={[
              ['Agent', view.agentVersion === null ? null : `${view.agentVersion}, ${SKEW_WORDS[view.skew]}`],
              ['Speaks', view.agentProtocol === null ? null : `AP/1 ${view.agentProtocol}`],
              ['Image', view.agentImage === null ? null : <code key="image">{view.agentImage}</code>],
              ['Channel', view.channel === 'pinned' ? `pinned to ${view.version}` : view.channel],
              ['Upgrades', view.mode === 'manual' ? 'wait for somebody to approve them' : 'approve themselves'],
              ['Window', window === null ? 'any time' : windowText(window)],
              [
                'Opens',
                window === null ? null : view.windowOpen ? 'it is open' : <ExactTime key="at" at={view.opensAt} />,
              ],
            ]}
          />
        </Section>
        {history.length > 0 ? <History history={history} /> : null}
      </div>
      <div className={classes['stack']}>
        {current === null ? null : <UnderWay view={view} current={current} canChange={canChange} />}
        {current === null ? <Offer view={view} offer={offer} canChange={canChange} /> : null}
      </div>
      {isChanging ? <ReleaseSettingsDialog view={view} onClose={() => setIsChanging(false)} /> : null}
    </div>
  )
}

function Offer({ view, offer, canChange }: { view: Upgrades; offer: Upgrades['offer']; canChange: boolean }) {
  const [isAsking, setIsAsking] = useState(false)
  if (offer === null)
    return (
      <Section title="Nothing to do">
        <p className={classes['dim']}>{sentence(view.message)}</p>
      </Section>
    )
  return (
    <Section
      title={`${offer.version} is offered`}
      actions={
        canChange && view.canUpgrade ? (
          <Button variant="primary" onClick={() => setIsAsking(true)}>
            Approve upgrade
          </Button>
        ) : null
      }
    >
      {view.canUpgrade ? null : <Notice tone="warn" title={sentence(view.message)} />}
      <Changes changes={offer.changes} />
      {isAsking ? <ApproveDialog view={view} version={offer.version} onClose={() => setIsAsking(false)} /> : null}
    </Section>
  )
}

function Changes({ changes }: { changes: NonNullable<Upgrades['offer']>['changes'] }) {
  if (changes.length === 0) return <p className={classes['dim']}>Nothing is written down of what is new in it.</p>
  return (
    <ul className={classes['changes']}>
      {changes.map(({ area, text }) => (
        <li key={`${area} ${text}`}>
          <strong>{area}</strong> {text}
        </li>
      ))}
    </ul>
  )
}

function ApproveDialog({ view, version, onClose }: { view: Upgrades; version: string; onClose: () => void }) {
  const [isNow, setIsNow] = useState(false)
  const { name } = view.cluster
  const commands = clusterCommands.approve(name, isNow)
  const approve = useDeed(trpc.clusters.approveUpgrade.mutationOptions(), {
    said: ({ current }) => ({ title: `${name} becomes ${current?.toVersion ?? version}`, mode: 'requested' }),
    commands,
    reads: [trpc.clusters],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Upgrade the agent of ${name} to ${version}`}
      isOpen
      onClose={onClose}
      consequence={
        <>
          <p>
            The new agent is put beside the old one, takes over for some seconds, and has to be in contact and well;
            else the old one comes back. What runs there goes on.
          </p>
          {view.windowOpen ? null : (
            <label>
              <input type="checkbox" checked={isNow} onChange={(event) => setIsNow(event.currentTarget.checked)} /> Do
              not wait for its window, which opens <ExactTime at={view.opensAt} />
            </label>
          )}
        </>
      }
      action="Approve upgrade"
      commands={commands}
      isBusy={approve.isPending}
      error={approve.error}
      onConfirm={() => approve.mutate({ cluster: view.cluster.id, version, now: isNow })}
    />
  )
}

function UnderWay({
  view,
  current,
  canChange,
}: {
  view: Upgrades
  current: NonNullable<Upgrades['current']>
  canChange: boolean
}) {
  const { name } = view.cluster
  const cancel = useDeed(trpc.clusters.cancelUpgrade.mutationOptions(), {
    said: () => ({ title: `The upgrade of ${name} was taken back` }),
    reads: [trpc.clusters],
    failed: `The upgrade of ${name} goes on`,
  })
  return (
    <Section
      title={`Upgrade to ${current.toVersion}: ${current.state}`}
      actions={
        canChange && current.state === 'approved' ? (
          <Button size="small" isBusy={cancel.isPending} onClick={() => cancel.mutate({ cluster: view.cluster.id })}>
            Take it back
          </Button>
        ) : null
      }
    >
      <p className={classes['dim']}>
        {sentence(current.message)} Approved {current.approvedBy === null ? 'by its mode' : `by ${current.approvedBy}`}{' '}
        <TimeAgo at={current.createdAt} />.
      </p>
    </Section>
  )
}

function History({ history }: { history: Upgrades['history'] }) {
  return (
    <Section title="Upgrades before" isFlush>
      <SimpleTable
        label="Upgrades before"
        rows={history}
        keyOf={({ id }) => id}
        columns={[
          { id: 'when', header: 'When', cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
          { id: 'to', header: 'To', cell: ({ toVersion }) => toVersion },
          { id: 'state', header: 'Came to', cell: ({ state }) => state },
          { id: 'why', header: 'Why', cell: ({ message }) => message },
        ]}
      />
    </Section>
  )
}
