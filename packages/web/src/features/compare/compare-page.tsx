import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterToggle } from '../../components/filter/filter-bar.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { Read } from '../../components/states/read.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { onLive } from '../../lib/live/live-client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { compareCommands } from './compare-commands.ts'
import { COMPARED_MAX, refsIn, type CompareSearch } from './compare-search.ts'
import { ComparisonGraphs } from './comparison-graphs.tsx'
import { ComparisonLives } from './comparison-lives.tsx'
import { ComparisonTable } from './comparison-table.tsx'
import classes from './compare.module.css'

const CompareWith = lazy(() => import('./compare-with.tsx').then((module) => ({ default: module.CompareWith })))

/** Two to four workloads side by side. The address names them, so a link shows the same to everybody who may see them. */
export function ComparePage({ search }: { search: CompareSearch }) {
  const refs = refsIn(search.ids)
  const isDifferencesOnly = search.differences === true
  const navigate = useNavigate({ from: '/workloads/compare' })
  const [isAdding, setAdding] = useState(false)
  const query = useQuery(
    trpc.workloads.compare.queryOptions(
      { workloads: refs },
      { enabled: refs.length > 1, placeholderData: keepPreviousData },
    ),
  )
  useLiveComparison(query.data?.items.flatMap(({ workload }) => (workload ? [workload.id] : [])) ?? [])
  const show = (next: readonly string[]) =>
    void navigate({ search: (before) => defined({ ...before, ids: next.join(',') }), replace: true })
  const toggle = () =>
    void navigate({
      search: (before) => defined({ ...before, differences: isDifferencesOnly ? undefined : (true as const) }),
      replace: true,
    })
  useShortcut('d', 'Differences only', 'This page', toggle)
  const missing = query.data?.items.filter(({ workload }) => workload === null) ?? []
  return (
    <Page
      title="Compare workloads"
      meta={refs.length > 1 ? plural(refs.length, 'workload') : undefined}
      actions={
        refs.length < COMPARED_MAX ? (
          <Button icon={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            Add workload
          </Button>
        ) : undefined
      }
    >
      {refs.length < 2 ? (
        <EmptyState
          title={refs.length === 0 ? 'Nothing to compare yet' : 'One more to compare with'}
          actions={<ButtonLink to="/workloads">Workloads</ButtonLink>}
        >
          Select two to four workloads in the list and press Compare, or add {refs.length === 0 ? 'them' : 'another'}{' '}
          here.
        </EmptyState>
      ) : (
        <Read query={query} what="comparison" rows={12}>
          {(comparison) => (
            <>
              {missing.length > 0 ? (
                <Notice tone="warn" title={`${missing.map(({ ref }) => ref).join(', ')}: not there.`}>
                  It was deleted, or you may not see it. The others are compared.
                </Notice>
              ) : null}
              <Section
                title="Side by side"
                note={plural(comparison.rows.filter(({ differs }) => differs).length, 'difference')}
                isFlush
                actions={
                  <span className={classes['bar']}>
                    <FilterToggle label="Differences only" isOn={isDifferencesOnly} onChange={toggle} />
                    <CopyAs title="The same by hand" commands={compareCommands(refs, isDifferencesOnly)} />
                  </span>
                }
              >
                <ComparisonTable
                  comparison={comparison}
                  isDifferencesOnly={isDifferencesOnly}
                  onRemove={(ref) => show(refs.filter((other) => other !== ref))}
                />
              </Section>
              <Section title="Time" note="from submission on, on one scale">
                <ComparisonLives comparison={comparison} />
              </Section>
              <Section title="Usage" note="from the begin of the first run on, all replicas together">
                <ComparisonGraphs comparison={comparison} />
              </Section>
            </>
          )}
        </Read>
      )}
      <Suspense fallback={null}>
        {isAdding ? (
          <CompareWith
            refs={refs}
            onClose={() => setAdding(false)}
            onChoose={(ref) => {
              setAdding(false)
              show([...refs, ref])
            }}
          />
        ) : null}
      </Suspense>
    </Page>
  )
}

/** Reads the comparison again when the stream names one of them. */
function useLiveComparison(ids: readonly string[]): void {
  const names = ids.join(' ')
  useEffect(
    () =>
      onLive((news) => {
        if (news.type === 'reset') return
        const { workload } = news.topics
        if (workload?.many !== true && workload?.ids.some((id) => names.includes(id)) !== true) return
        void queryClient.invalidateQueries({ queryKey: trpc.workloads.compare.pathKey() })
      }),
    [names],
  )
}
