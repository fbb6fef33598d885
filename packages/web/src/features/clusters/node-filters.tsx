import type { ReactNode } from 'react'
import { FilterBar, FilterText } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { NODE_STATES, type NodeFilter, type NodeFilterChange, type NodeStateName } from './node-filter.ts'
import type { Node } from './node-heat.ts'

const WORDS: Record<NodeStateName, string> = { ready: 'Ready', cordoned: 'Cordoned', 'not-ready': 'Not ready' }
const STATES = NODE_STATES.map((value) => ({ value, label: WORDS[value] }))

interface NodeFacetsProps {
  /** All of them, of which the filter shows some. */
  nodes: readonly Node[]
  filter: NodeFilter
  onChange: (change: NodeFilterChange) => void
}

/** Which nodes by pool and state; by cluster where there are several. */
export function NodeFacets({ nodes, filter, onChange }: NodeFacetsProps) {
  const one = (key: 'pool' | 'cluster', label: string, names: readonly (string | undefined)[]) => {
    const options = [...new Set(names)].filter((name) => name !== undefined).toSorted()
    const value = filter[key]
    if (options.length < 2 && value === undefined) return null
    return (
      <FilterPicker
        label={label}
        options={options.map((name) => ({ value: name, label: name }))}
        value={value === undefined ? [] : [value]}
        onChange={([chosen]) => onChange({ [key]: chosen })}
      />
    )
  }
  return (
    <>
      {one(
        'cluster',
        'Cluster',
        nodes.map(({ cluster }) => cluster.name),
      )}
      {one(
        'pool',
        'Node pool',
        nodes.map(({ nodePool }) => nodePool?.name),
      )}
      <FilterPicker
        label="State"
        options={STATES}
        value={filter.state ?? []}
        isMultiple
        onChange={(state) => onChange({ state: state.length > 0 ? (state as NodeStateName[]) : undefined })}
      />
    </>
  )
}

/** The conditions of a list of nodes. */
export function NodeFilters({ nodes, filter, onChange, end }: NodeFacetsProps & { end?: ReactNode }) {
  return (
    <FilterBar end={end}>
      <FilterText
        label="Name, model or key=value"
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      <NodeFacets nodes={nodes} filter={filter} onChange={onChange} />
    </FilterBar>
  )
}
