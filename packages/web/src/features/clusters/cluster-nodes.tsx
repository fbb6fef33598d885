import { useState } from 'react'
import { ColumnMenu } from '../../components/table/column-menu.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { Section } from '../../components/page/section.tsx'
import type { Sort } from '../../components/table/column.ts'
import { plural } from '../../lib/format/numbers.ts'
import { NodeHeatSection } from './node-heat-section.tsx'
import type { Node } from './node-heat.ts'
import { NODE_COLUMNS } from './node-columns.tsx'
import classes from './cluster-page.module.css'

/** The nodes of a cluster, as a picture and as a list. */
export function ClusterNodes({ nodes, openId }: { nodes: readonly Node[]; openId: string | undefined }) {
  const [sort, setSort] = useState<Sort>({ id: 'name', isDescending: false })
  return (
    <div className={classes['stack']}>
      <NodeHeatSection nodes={nodes} />
      <Section title="Nodes" isFlush actions={<ColumnMenu table="nodes" columns={NODE_COLUMNS} />}>
        <DataTable
          name="nodes"
          label="Nodes"
          columns={NODE_COLUMNS}
          rows={nodes}
          isLive
          height="fit"
          sort={sort}
          onSort={setSort}
          openId={openId}
          empty="Its agent has reported no node yet."
          footer={<span>{plural(nodes.length, 'node')}</span>}
        />
      </Section>
    </div>
  )
}
