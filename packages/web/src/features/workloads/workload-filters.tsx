import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../../components/button/button.tsx'
import { FilterBar, FilterToggle } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { useScope } from '../../lib/scope.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { PHASE_LOOKS, PHASES, type Phase } from './phases.ts'
import { QueryBox } from './query-box.tsx'
import { isUnfiltered } from './workload-filter.ts'
import { SINCE, type Since, type WorkloadFilter } from './workload-search.ts'

const STATUS_OPTIONS = PHASES.map((phase) => {
  const { word, tone, shape } = PHASE_LOOKS[phase]
  return {
    value: phase,
    label: word,
    content: (
      <Mark tone={tone} shape={shape}>
        {word}
      </Mark>
    ),
  }
})
const SINCE_NAMES: Record<Since, string> = {
  '1h': 'last hour',
  '6h': 'last 6 hours',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
}
const SINCE_OPTIONS = SINCE.map((value) => ({ value, label: SINCE_NAMES[value] }))

interface WorkloadFiltersProps {
  filter: WorkloadFilter
  onChange: (change: { [K in keyof WorkloadFilter]?: WorkloadFilter[K] | undefined }) => void
  onClear: () => void
  end: ReactNode
}

/** The conditions of the list of workloads. */
export function WorkloadFilters({ filter, onChange, onClear, end }: WorkloadFiltersProps) {
  const scope = useScope()
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const one = (
    key: 'project' | 'department' | 'cluster' | 'pool',
    label: string,
    items: readonly { name: string }[] | undefined,
  ) => (
    <FilterPicker
      label={label}
      options={(items ?? []).map(({ name }) => ({ value: name, label: name }))}
      value={filter[key] === undefined ? [] : [filter[key]]}
      onChange={([value]) => onChange({ [key]: value })}
    />
  )
  return (
    <FilterBar end={end}>
      <QueryBox
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
        names={{
          project: namesOf(projects.data?.items),
          department: namesOf(departments.data?.items),
          cluster: namesOf(clusters.data?.items),
          pool: namesOf(pools.data?.items),
        }}
      />
      <FilterPicker
        label="Status"
        options={STATUS_OPTIONS}
        value={filter.phase ?? []}
        isMultiple
        onChange={(phase) => onChange({ phase: phase.length > 0 ? (phase as Phase[]) : undefined })}
      />
      <FilterToggle
        label="Unfinished"
        isOn={filter.active === true}
        onChange={(isOn) => onChange({ active: isOn ? true : undefined })}
      />
      {scope.project === undefined ? one('project', 'Project', projects.data?.items) : null}
      {scope.project === undefined && scope.department === undefined
        ? one('department', 'Department', departments.data?.items)
        : null}
      {one('cluster', 'Cluster', clusters.data?.items)}
      {one('pool', 'Node pool', pools.data?.items)}
      <FilterPicker
        label="Submitted"
        options={SINCE_OPTIONS}
        value={filter.since === undefined ? [] : [filter.since]}
        onChange={([since]) => onChange({ since: since as Since | undefined })}
      />
      {isUnfiltered(filter) ? null : (
        <Button variant="quiet" size="small" onClick={onClear}>
          Clear all
        </Button>
      )}
    </FilterBar>
  )
}

function namesOf(items: readonly { name: string }[] | undefined): string[] {
  return (items ?? []).map(({ name }) => name)
}
