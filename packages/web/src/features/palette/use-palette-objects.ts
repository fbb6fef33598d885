import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import type { PaletteItem } from './palette-items.ts'

/** Of nodes that answer: more than are shown, since they are ranked here. */
const NODES_MAX = 50
const FRESH_MS = 60_000

type Open = (href: string, name: string) => () => void

/**
 * Clusters, projects and pools by name, and as soon as something is `searched` users, and nodes as the control plane finds them. Answers what the
 * reader may see.
 */
export function usePaletteObjects(open: Open, searched: string | undefined): PaletteObjects {
  const whoami = useWhoami()
  const canSeeUsers = whoami?.permissions.includes('user:read') ?? false
  const canSeeClusters = useCan('cluster:read')
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: canSeeClusters }))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const ofClusters = clusters.data?.items
  const wanted = searched !== undefined
  const nodes = useQuery(
    trpc.nodes.list.queryOptions(
      { search: longestWord(searched ?? ''), limit: NODES_MAX },
      { enabled: wanted && canSeeClusters, staleTime: FRESH_MS, placeholderData: keepPreviousData },
    ),
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
  return { items, projects: projects.data?.items ?? NONE, isSearching: nodes.isFetching }
}

/** A name has one word, and what was typed may have several: those that hold the longest are ranked by all of them. */
function longestWord(text: string): string {
  return text.split(/\s+/).reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

interface PaletteObjects {
  items: PaletteItem[]
  projects: readonly Project[]
  isSearching: boolean
}

interface Project {
  name: string
  department: { name: string }
}
const NONE: readonly Project[] = []
