import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { CopyAs } from '../../components/command/copy-as.tsx'
import type { Sort, TableColumn } from '../../components/table/column.ts'
import { ColumnMenu } from '../../components/table/column-menu.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { nodeListCommands } from './node-list-commands.ts'
import { ALL_NODE_COLUMNS } from './node-columns.tsx'
import { NODE_CSV } from './node-csv.ts'
import { filterNodes } from './filter-nodes.ts'
import type { NodeSearch, NodeSort } from './node-filter.ts'
import { NodeFilters } from './node-filters.tsx'
import type { Node } from './node-heat.ts'
import classes from './cluster-page.module.css'

/** The picture has files of its own; those of a page of nodes are as many as may be. */
const NodeHeatSection = lazy(() =>
  import('./node-heat-section.tsx').then((module) => ({ default: module.NodeHeatSection })),
)

export type NodeSearchChange = { [K in keyof NodeSearch]?: NodeSearch[K] | undefined }

interface NodeListProps {
  /** Of the file that is downloaded, without the day and the ending. */
  name: string
  nodes: readonly Node[]
  columns: readonly TableColumn<Node>[]
  search: NodeSearch
  onSearch: (change: NodeSearchChange) => void
  openId: string | undefined
  /** What else is done with the list. */
  end?: ReactNode
}

/** The nodes of all clusters, with the cluster of each. */
export function AllNodes(props: Omit<NodeListProps, 'columns' | 'end'>) {
  return <NodeList {...props} columns={ALL_NODE_COLUMNS} end={<CopyAs commands={nodeListCommands(props.search)} />} />
}

/** Nodes as a picture and as a list, and which of them. */
export function NodeList({ name, nodes, columns, search, onSearch, openId, end }: NodeListProps) {
  const { q, pool, cluster, state } = search
  const shown = useMemo(() => filterNodes(nodes, { q, pool, cluster, state }), [nodes, q, pool, cluster, state])
  const sort: Sort = { id: search.sort ?? 'name', isDescending: search.desc === true }
  return (
    <div className={classes['stack']}>
      <NodeFilters
        nodes={nodes}
        filter={search}
        onChange={onSearch}
        end={
          <>
            {end}
            <CsvButton name={name} columns={NODE_CSV} readPage={wholeList(shown)} />
            <ColumnMenu table="nodes" columns={columns} />
          </>
        }
      />
      <Suspense fallback={<div className={classes['picture']} />}>
        <NodeHeatSection nodes={shown} />
      </Suspense>
      <DataTable
        name="nodes"
        label="Nodes"
        columns={columns}
        rows={shown}
        isLive
        isFramed
        height="fit"
        sort={sort}
        onSort={({ id, isDescending }) =>
          onSearch({ sort: id === 'name' ? undefined : (id as NodeSort), desc: isDescending ? true : undefined })
        }
        openId={openId}
        empty={nodes.length === 0 ? 'No agent has reported a node yet.' : 'No node is like that.'}
        footer={
          <span>
            {plural(shown.length, 'node')}
            {shown.length < nodes.length ? ` of ${formatNumber(nodes.length)}` : ''}
          </span>
        }
      />
    </div>
  )
}
