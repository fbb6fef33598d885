import type { Share } from '../../components/bars/share-bar.tsx'
import type { Outputs } from '../../lib/trpc.ts'

export type Why = Outputs['workloads']['why']
export type Gate = Why['gates'][number]

const NAMES: Record<string, string> = {
  queue: 'Queue',
  quota: 'Quota',
  limit: 'Limit',
  clusters: 'Clusters in contact',
  nodes: 'Nodes that match',
  capacity: 'Free capacity',
  gang: 'All replicas at once',
  'fair-share': 'Fair share',
  priority: 'Priority',
  preemption: 'Right to take room',
}

export function gateName(gate: string): string {
  return NAMES[gate] ?? gate
}

/** What a gate measured, as a bar: what is held, what would be held with this work, and the bound. */
export function gateShare(gate: Gate): { resource: string; share: Share; max: number } | undefined {
  const { held, need, deserved, limit, share } = gate.numbers
  const bound = deserved ?? limit ?? share
  const [resource] = gate.subject?.split(' ') ?? []
  if (held === undefined || need === undefined || bound === undefined || resource === undefined) return undefined
  const shown = { deserved: bound, limit: null, fairShare: 0, allocated: held, requested: held + need }
  return { resource, share: shown, max: Math.max(bound, held + need) * 1.05 }
}
