import { useMemo } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { defined } from '../../lib/search.ts'
import { filterNodes } from '../clusters/filter-nodes.ts'
import type { NodeFilter, NodeFilterChange } from '../clusters/node-filter.ts'
import { NodeFilters } from '../clusters/node-filters.tsx'
import { NodeHeatSection } from '../clusters/node-heat-section.tsx'
import type { Node } from '../clusters/node-heat.ts'

interface NodesSectionProps {
  nodes: readonly Node[]
  filter: NodeFilter
  onChange: (change: NodeFilterChange) => void
}

/** The GPUs of every node, or of those that one asks for, in the same words as on the pages of nodes. */
export function NodesSection({ nodes, filter: { q, pool, cluster, state }, onChange }: NodesSectionProps) {
  const filter = useMemo(() => defined({ q, pool, cluster, state }), [q, pool, cluster, state])
  const shown = useMemo(() => filterNodes(nodes, filter), [nodes, filter])
  return (
    <NodeHeatSection
      nodes={shown}
      filters={<NodeFilters nodes={nodes} filter={filter} onChange={onChange} />}
      more={
        <ButtonLink to="/nodes" search={filter} size="small">
          Nodes
        </ButtonLink>
      }
    />
  )
}
