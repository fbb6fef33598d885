import { describeAmount } from '../../lib/format/amounts.ts'
import type { Outputs } from '../../lib/trpc.ts'

type Node = Pick<Outputs['nodes']['list']['items'][number], 'cluster' | 'nodePool' | 'allocatable'>
type Size = Outputs['sizes']['list']['items'][number]

/** Nodes where work with this pool and these clusters may be. An empty pool is the default one. */
export function nodesFor<N extends Node>(
  nodes: readonly N[],
  { pool, clusters }: { pool: string | undefined; clusters: readonly string[] },
): N[] {
  return nodes.filter(
    ({ cluster, nodePool }) => nodePool?.name === pool && (clusters.length === 0 || clusters.includes(cluster.name)),
  )
}

/** Why a size fits no node even when it is empty, in words; undefined: one has room, or no node is known. */
export function whyUnfit({ requests }: Size, nodes: readonly Node[]): string | undefined {
  if (nodes.length === 0) return undefined
  const asked = Object.entries(requests)
  const fits = nodes.some(({ allocatable }) => asked.every(([name, amount]) => (allocatable[name] ?? 0) >= amount))
  if (fits) return undefined
  const [short, amount = 0] =
    asked.find(([name, wanted]) => nodes.every(({ allocatable }) => (allocatable[name] ?? 0) < wanted)) ?? []
  if (short === undefined) return 'no node has that much of everything'
  const most = Math.max(...nodes.map(({ allocatable }) => allocatable[short] ?? 0))
  return `no node has ${describeAmount(short, amount)}; the largest has ${describeAmount(short, most)}`
}
