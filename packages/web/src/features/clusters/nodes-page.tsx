import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { Read } from '../../components/states/read.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { trpc } from '../../lib/trpc.ts'
import type { NodeSearch } from './node-filter.ts'
import type { NodeSearchChange } from './node-list.tsx'

// The same files as those of the page of a cluster; the route asks for them together with this one.
const NodeList = lazy(() => import('./node-list.tsx').then((module) => ({ default: module.AllNodes })))
const NodePanel = lazy(() => import('./node-panel.tsx').then((module) => ({ default: module.NodePanel })))

export interface NodesPageSearch extends NodeSearch {
  /** Id of the node whose panel is open. */
  node?: string
}

/** The nodes of all clusters. */
export function NodesPage({ search }: { search: NodesPageSearch }) {
  const query = useQuery(trpc.nodes.list.queryOptions({}))
  const navigate = useNavigate({ from: '/nodes' })
  const change = (next: NodeSearchChange & { node?: string | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  const open = query.data?.items.find(({ id }) => id === search.node)
  return (
    <Page
      title="Nodes"
      meta={query.data ? formatNumber(query.data.items.length) : undefined}
      actions={<ButtonLink to="/clusters">Clusters</ButtonLink>}
    >
      <Read query={query} what="nodes">
        {({ items }) => (
          <Suspense fallback={<SkeletonRows what="nodes" />}>
            <NodeList name="nodes" nodes={items} search={search} onSearch={change} openId={open?.id} />
          </Suspense>
        )}
      </Read>
      <Suspense fallback={null}>
        {open ? <NodePanel key={open.id} node={open} onClose={() => change({ node: undefined })} /> : null}
      </Suspense>
    </Page>
  )
}
