import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Choices } from './form-parts.ts'

/** What there is to choose from in the form. What the reader may not see is not offered. */
export function useChoices(project: string): Choices & { isKnown: boolean } {
  const canSeeClusters = useCan('cluster:read')
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: canSeeClusters }))
  const nodes = useQuery(trpc.nodes.list.queryOptions({}, { enabled: canSeeClusters }))
  const templates = useQuery(trpc.templates.list.queryOptions({}))
  const sizes = useQuery(trpc.sizes.list.queryOptions({}))
  const connections = useQuery(trpc.connections.list.queryOptions({ project }, { enabled: project !== '' }))
  return {
    isKnown: projects.data !== undefined,
    projects: (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name),
    pools: (pools.data?.items ?? []).map(({ name }) => name),
    defaultPool: pools.data?.items.find(({ isDefault }) => isDefault)?.name,
    levels: [...new Set((pools.data?.items ?? []).flatMap(({ topology }) => topology))],
    clusters: (clusters.data?.items ?? []).filter(({ state }) => state !== 'revoked').map(({ name }) => name),
    templates: templates.data?.items ?? [],
    sizes: sizes.data?.items ?? [],
    nodes: nodes.data?.items ?? [],
    connections: connections.data?.items ?? [],
  }
}
