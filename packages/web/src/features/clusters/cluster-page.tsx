import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import {
  IconDots,
  IconFileText,
  IconKey,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugX,
  IconStethoscope,
  IconTag,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { ActionMenu } from '../../components/menu/menu.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { TabPanel } from '../../components/tabs/tab-panel.tsx'
import { Tabs } from '../../components/tabs/tabs.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { clusterCommands } from './cluster-commands.ts'
import { ClusterDetails } from './cluster-details.tsx'
import { ClusterHealth, type Cluster } from './cluster-health.tsx'
import { ClusterSummary } from './cluster-summary.tsx'
import { healthSentence } from './health-sentence.ts'
import type { ClusterDialogName, ClusterPageSearch, ClusterTab } from './cluster-tabs.ts'
import { NODE_COLUMNS } from './node-columns.tsx'
import { nodeListCommands } from './node-list-commands.ts'
import { NodeList } from './node-list.tsx'
import classes from './cluster-page.module.css'

const ClusterDialog = lazy(() => import('./cluster-dialog.tsx').then((module) => ({ default: module.ClusterDialog })))
const ClusterCapabilities = lazy(() =>
  import('./cluster-capabilities.tsx').then((module) => ({ default: module.ClusterCapabilities })),
)
const ClusterRuns = lazy(() => import('./cluster-runs.tsx').then((module) => ({ default: module.ClusterRuns })))
const NodePanel = lazy(() => import('./node-panel.tsx').then((module) => ({ default: module.NodePanel })))
const UsageGraphs = lazy(() => import('../usage/usage-graphs.tsx').then((module) => ({ default: module.UsageGraphs })))
const ClusterRelease = lazy(() =>
  import('./cluster-release.tsx').then((module) => ({ default: module.ClusterRelease })),
)
const ClusterTimeline = lazy(() =>
  import('./cluster-timeline.tsx').then((module) => ({ default: module.ClusterTimeline })),
)
const allNodes = () => 'all nodes'

/** One cluster: its health with the reason, what it has, what it holds, and what can be done with it. */
export function ClusterPage({ name, search }: { name: string; search: ClusterPageSearch }) {
  const { data: cluster } = useSuspenseQuery(trpc.clusters.get.queryOptions({ cluster: name }))
  const nodes = useQuery(trpc.nodes.list.queryOptions({ cluster: name }))
  const navigate = useNavigate({ from: '/clusters/$cluster' })
  const canChange = useCan('cluster:write') && cluster.state !== 'revoked'
  const [dialog, setDialog] = useState<ClusterDialogName>()
  const tab = search.tab ?? 'nodes'
  const open = (next: ClusterTab) =>
    void navigate({
      search: (before) => defined({ ...before, node: undefined, tab: next === 'nodes' ? undefined : next }),
      replace: true,
    })
  useShortcut('u', 'Usage', 'This page', () => open('usage'))
  const node = nodes.data?.items.find((candidate) => candidate.name === search.node)
  const closeNode = () => void navigate({ search: (before) => defined({ ...before, node: undefined }), replace: true })
  return (
    <Page
      title={cluster.name}
      meta={
        <span className={classes['meta']}>
          <ClusterHealth cluster={cluster} withSince />
        </span>
      }
      actions={
        <>
          <CopyAs
            title="This cluster by hand"
            commands={[
              ...clusterCommands.get(cluster.name),
              ...nodeListCommands({ cluster: cluster.name, pool: search.pool })
                .slice(0, 1)
                .map(({ text }) => ({ name: 'Nodes', text })),
            ]}
          />
          {canChange ? (
            <>
              <Button
                icon={cluster.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
                variant={cluster.paused ? 'primary' : 'default'}
                onClick={() => setDialog('pause')}
              >
                {cluster.paused ? 'Resume' : 'Pause'}
              </Button>
              <MoreMenu onChoose={setDialog} onCheck={() => open('abilities')} />
            </>
          ) : null}
        </>
      }
    >
      <ClusterNotices cluster={cluster} onPrune={canChange ? () => setDialog('prune') : undefined} />
      <ClusterSummary cluster={cluster} />
      <Tabs
        label="Parts of this cluster"
        value={tab}
        onChange={open}
        tabs={[
          { value: 'nodes', label: 'Nodes', count: nodes.data?.items.length },
          { value: 'usage', label: 'Usage' },
          { value: 'timeline', label: 'Timeline' },
          { value: 'runs', label: 'Runs', count: cluster.runs },
          { value: 'abilities', label: 'What it can do' },
          { value: 'release', label: 'Release' },
          { value: 'details', label: 'Details' },
        ]}
      />
      <TabPanel value={tab}>
        <Suspense fallback={null}>
          {tab === 'nodes' ? (
            nodes.data ? (
              <NodeList
                name={`nodes-of-${cluster.name}`}
                nodes={nodes.data.items}
                columns={NODE_COLUMNS}
                search={search}
                onSearch={({ cluster: _all, ...next }) =>
                  void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
                }
                openId={node?.id}
              />
            ) : nodes.isError ? (
              <ErrorState
                title="The nodes could not be read"
                error={nodes.error}
                onRetry={() => void nodes.refetch()}
              />
            ) : (
              <SkeletonRows what="nodes" />
            )
          ) : null}
          {tab === 'usage' ? (
            <Section title="Usage">
              <UsageGraphs
                of={{ cluster: cluster.name, total: true }}
                nameOf={allNodes}
                note="All nodes together. Drag to look closer, double-click for all."
              />
            </Section>
          ) : null}
          {tab === 'timeline' && nodes.data ? (
            <ClusterTimeline cluster={cluster.name} nodes={nodes.data.items} />
          ) : null}
          {tab === 'runs' ? <ClusterRuns cluster={cluster.name} /> : null}
          {tab === 'abilities' ? <ClusterCapabilities cluster={cluster} /> : null}
          {tab === 'release' ? <ClusterRelease name={cluster.name} canChange={canChange} /> : null}
          {tab === 'details' ? <ClusterDetails cluster={cluster} /> : null}
        </Suspense>
      </TabPanel>
      <Suspense fallback={null}>
        {node ? <NodePanel key={node.id} node={node} onClose={closeNode} /> : null}
        {dialog ? <ClusterDialog name={dialog} cluster={cluster} onClose={() => setDialog(undefined)} /> : null}
      </Suspense>
    </Page>
  )
}

function MoreMenu({ onChoose, onCheck }: { onChoose: (dialog: ClusterDialogName) => void; onCheck: () => void }) {
  return (
    <ActionMenu
      label="More for this cluster"
      target={(props) => (
        <Button {...props} icon={<IconDots size={15} />}>
          More
        </Button>
      )}
      actions={[
        { id: 'check', name: 'Run checks', icon: <IconStethoscope size={15} />, run: onCheck },
        { id: 'token', name: 'New join token', icon: <IconKey size={15} />, run: () => onChoose('token') },
        { id: 'log-policy', name: 'Log policy', icon: <IconFileText size={15} />, run: () => onChoose('log-policy') },
        { id: 'labels', name: 'Labels', icon: <IconTag size={15} />, run: () => onChoose('labels') },
        { id: 'revoke', name: 'Revoke', icon: <IconPlugX size={15} />, isDanger: true, run: () => onChoose('revoke') },
      ]}
    />
  )
}

function ClusterNotices({ cluster, onPrune }: { cluster: Cluster; onPrune: (() => void) | undefined }) {
  if (cluster.state === 'revoked')
    return (
      <Notice tone="error" title="This cluster is revoked.">
        Its agent is not let in any more. What is shown is what was last known.
      </Notice>
    )
  return (
    <>
      {cluster.health === 'enrolling' ? (
        <Notice
          title="It is not here yet."
          action={
            <ButtonLink to="/clusters/enrol" search={{ cluster: cluster.name }} variant="primary" size="small">
              Go on with its enrolment
            </ButtonLink>
          }
        >
          Its agent has not enrolled.
        </Notice>
      ) : null}
      {cluster.health === 'offline' ? (
        <Notice tone="error" title="Out of contact.">
          {healthSentence(cluster.healthMessage)} Last seen <TimeAgo at={cluster.lastSeenAt} />; everything below is as
          of then.
        </Notice>
      ) : null}
      {cluster.health === 'degraded' ? (
        <Notice
          tone="warn"
          title="Degraded."
          action={
            cluster.pruneRefusal !== null && onPrune ? (
              <Button variant="danger" size="small" onClick={onPrune}>
                Let it remove them
              </Button>
            ) : undefined
          }
        >
          {sentence(cluster.healthMessage)}
        </Notice>
      ) : null}
      {cluster.paused ? (
        <Notice tone="info" title="Paused.">
          It takes no new work; what runs goes on.
        </Notice>
      ) : null}
    </>
  )
}
