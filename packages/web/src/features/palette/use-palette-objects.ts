import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import type { PaletteItem } from './palette-items.ts'

/** Of so many nodes the list is short enough to be read whole for a search. */
const NODES_MAX = 1000
const FRESH_MS = 60_000

type Open = (href: string, name: string) => () => void

/** Clusters, projects and pools by name, and nodes and users as soon as something is `wanted`. Answers what the reader may see. */
export function usePaletteObjects(open: Open, wanted: boolean): { items: PaletteItem[]; projects: readonly Project[] } {
  const whoami = useWhoami()
  const canSeeUsers = whoami?.permissions.includes('user:read') ?? false
  const canSeeClusters = useCan('cluster:read')
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: canSeeClusters }))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const ofClusters = clusters.data?.items
  const count = ofClusters?.reduce((sum, { nodes }) => sum + nodes.total, 0) ?? Infinity
  const nodes = useQuery(
    trpc.nodes.list.queryOptions({}, { enabled: wanted && count <= NODES_MAX, staleTime: FRESH_MS }),
  )
  const users = useQuery(trpc.users.list.queryOptions({}, { enabled: wanted && canSeeUsers, staleTime: FRESH_MS }))
  const items = useMemo(() => {
    const item = (kind: PaletteItem['kind'], id: string, name: string, detail: string, href: string): PaletteItem => ({
      id,
      kind,
      name,
      detail,
      keys: undefined,
      run: open(href, name),
    })
    const word = encodeURIComponent
    return [
      ...(ofClusters ?? []).map(({ id, name, health }) => item('cluster', id, name, health, `/clusters/${name}`)),
      ...(projects.data?.items ?? []).map(({ id, name, department }) =>
        item('project', id, name, department.name, `/org?panel=project&of=${word(name)}`),
      ),
      ...(pools.data?.items ?? []).map(({ id, name, nodes: { total } }) =>
        item('pool', id, name, plural(total, 'node'), `/queues?pool=${word(name)}`),
      ),
      ...(nodes.data?.items ?? []).map(({ id, name, cluster }) =>
        item('node', id, name, cluster.name, `/clusters/${cluster.name}?node=${word(name)}`),
      ),
      ...(users.data?.items ?? []).map(({ id, name, email }) =>
        item('user', id, email, `workloads of ${name}`, `/workloads?q=${word(`user:${email}`)}`),
      ),
    ]
  }, [open, ofClusters, projects.data, pools.data, nodes.data, users.data])
  return { items, projects: projects.data?.items ?? NONE }
}

interface Project {
  name: string
  department: { name: string }
}
const NONE: readonly Project[] = []
