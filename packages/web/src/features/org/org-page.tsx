import { useQuery } from '@tanstack/react-query'
import { IconClipboard, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { ShareLegend } from '../../components/bars/share-bar.tsx'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { asTree, poolsByUse } from '../queues/shares.ts'
import { orgCommands } from './org-commands.ts'
import type { OrgSearch } from './org-search.ts'
import { OrgTree } from './org-tree.tsx'
import { QuotaBadges } from './quota-badge.tsx'
import { quotaBadges, type QuotaBadge } from './quota-badges.ts'
import type { Quota } from './quota-lines.ts'
import { useOrgFacts } from './use-org-facts.ts'

const QueuePanel = lazy(() => import('./queue-panel.tsx').then((module) => ({ default: module.QueuePanel })))
const PasteDialog = lazy(() => import('./paste-dialog.tsx').then((module) => ({ default: module.PasteDialog })))
const NewProjectDialog = lazy(() =>
  import('./new-dialogs.tsx').then((module) => ({ default: module.NewProjectDialog })),
)
const NewDepartmentDialog = lazy(() =>
  import('./new-dialogs.tsx').then((module) => ({ default: module.NewDepartmentDialog })),
)

/** Who may use what: the tree of departments and projects, and their quota in each pool. */
export function OrgPage({ search }: { search: OrgSearch }) {
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  const quotas = useQuery(trpc.quotas.list.queryOptions({}))
  const nodePools = useQuery(trpc.nodePools.list.queryOptions({}))
  const capacities = useMemo(
    () => new Map((nodePools.data?.items ?? []).map(({ id, capacity }) => [id, capacity])),
    [nodePools.data],
  )
  const navigate = useNavigate({ from: '/org' })
  const [dialog, setDialog] = useState<'project' | 'department' | 'paste'>()
  const canAddDepartment = useCan('department:write')
  const canAddProject = useCan('project:write')
  const canSetQuota = useCan('quota:write')
  const pools = useMemo(() => poolsByUse(queues.data?.items ?? [], 'gpu'), [queues.data])
  const pool = pools.find(({ name }) => name === search.pool) ?? pools[0]
  const inPool = useMemo(
    () => (queues.data?.items ?? []).filter(({ nodePool }) => nodePool.id === pool?.id),
    [queues.data, pool],
  )
  const inPoolQuotas = useMemo(
    () => (quotas.data?.items ?? []).filter(({ nodePool }) => nodePool.id === pool?.id),
    [quotas.data, pool],
  )
  const badges = useMemo(
    () => quotaBadges(inPoolQuotas, inPool, { name: pool?.name ?? '', capacity: capacities.get(pool?.id ?? '') }),
    [inPoolQuotas, inPool, pool, capacities],
  )
  const facts = useOrgFacts(pool?.id, queues.data !== undefined)
  const descriptions = useMemo(
    () => new Map((projects.data?.items ?? []).map(({ id, description }) => [id, description])),
    [projects.data],
  )
  const change = (next: { [K in keyof OrgSearch]?: OrgSearch[K] | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  const isNew = departments.data?.items.length === 0
  useShortcut('n', 'New project', 'This page', () => setDialog(isNew ? 'department' : 'project'))
  const failed = [departments, projects, queues, quotas].find((query) => query.isError && !query.data)
  const project = projects.data?.items.find(({ name }) => name === search.of)
  const isThere =
    search.panel === 'project'
      ? project !== undefined
      : departments.data?.items.some(({ name }) => name === search.of) === true
  return (
    <Page
      title="Projects & quota"
      meta={
        departments.data && projects.data
          ? `${plural(projects.data.items.filter(({ archivedAt }) => archivedAt === null).length, 'project')} in ${plural(departments.data.items.length, 'department')}`
          : undefined
      }
      actions={
        <>
          {canSetQuota && pool ? (
            <Button icon={<IconClipboard size={15} />} onClick={() => setDialog('paste')}>
              Paste from a sheet
            </Button>
          ) : null}
          {canAddDepartment ? (
            <Button icon={<IconPlus size={15} />} onClick={() => setDialog('department')}>
              Department
            </Button>
          ) : null}
          {canAddProject && !isNew ? (
            <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setDialog('project')}>
              Project
            </Button>
          ) : null}
        </>
      }
    >
      {failed ? (
        <ErrorState title="The tree could not be read" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : isNew ? (
        <EmptyState
          title="No department yet"
          steps={<FirstSteps of="departments" />}
          actions={
            canAddDepartment ? (
              <Button variant="primary" onClick={() => setDialog('department')}>
                Create the first department
              </Button>
            ) : undefined
          }
        >
          Departments hold projects, and projects hold work. Each is owed a quota in each node pool, and shares what the
          others leave over.
        </EmptyState>
      ) : !queues.data || !departments.data ? (
        <SkeletonRows what="departments and projects" />
      ) : (
        <Section
          title={pool ? `In node pool ${pool.name}` : 'Departments and projects'}
          note={
            <>
              <ShareLegend />
              <QuotaBadges badges={badges.pool} />
            </>
          }
          isFlush
          actions={
            <>
              <Picker
                label="Node pool"
                isLabelHidden
                options={pools.map(({ name }) => name)}
                value={pool?.name ?? ''}
                onChange={(value) => change({ pool: value })}
                width={160}
              />
              <CopyAs commands={orgCommands.list()} />
              <CsvButton
                name={pool ? `quota-in-${pool.name}` : 'quota'}
                columns={() => import('./queue-csv.ts').then((module) => module.QUEUE_CSV)}
                readPage={wholeList(asTree(inPool).map(({ queue }) => queue))}
              />
            </>
          }
        >
          <OrgTree
            queues={inPool}
            descriptions={descriptions}
            quotas={inPoolQuotas}
            badges={badges.byQueue}
            facts={facts}
            open={search.panel && search.of ? { kind: search.panel, name: search.of } : undefined}
          />
        </Section>
      )}
      <Suspense fallback={null}>
        {search.panel && search.of && isThere && quotas.data && !nodePools.isLoading ? (
          <QueuePanel
            key={`${search.panel} ${search.of}`}
            title={search.of}
            kind={search.panel}
            quotas={quotas.data.items}
            queues={queues.data?.items ?? []}
            capacities={capacities}
            pool={pool?.name}
            onPool={(name) => change({ pool: name })}
            onClose={() => change({ panel: undefined, of: undefined })}
            project={search.panel === 'project' ? project : undefined}
            badges={badgesOfOpen(inPoolQuotas, search, badges.byQueue)}
          />
        ) : null}
        {dialog === 'paste' && pool && quotas.data ? (
          <PasteDialog pool={pool.name} quotas={inPoolQuotas} onClose={() => setDialog(undefined)} />
        ) : null}
        {dialog === 'department' ? (
          <NewDepartmentDialog
            onClose={() => setDialog(undefined)}
            onMade={(name) => {
              setDialog(undefined)
              change({ panel: 'department', of: name })
            }}
          />
        ) : null}
        {dialog === 'project' ? (
          <NewProjectDialog
            departments={(departments.data?.items ?? []).map(({ name }) => name)}
            onClose={() => setDialog(undefined)}
            onMade={(name) => {
              setDialog(undefined)
              change({ panel: 'project', of: name })
            }}
          />
        ) : null}
      </Suspense>
    </Page>
  )
}

function badgesOfOpen(
  quotas: readonly Quota[],
  { panel, of }: OrgSearch,
  badges: ReadonlyMap<string, readonly QuotaBadge[]>,
): readonly QuotaBadge[] {
  const open = quotas.find(({ queue }) => queue.kind === panel && queue.name === of)
  return badges.get(open?.queue.id ?? '') ?? []
}
