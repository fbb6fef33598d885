import { useQuery } from '@tanstack/react-query'
import { formatAmount } from '../../lib/format/amounts.ts'
import { formatShare, UNKNOWN } from '../../lib/format/numbers.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import type { Workload } from './phases.ts'

type Top = Outputs['metrics']['top']
type Used = Top['lines'][number]['used']

const EVERY_MS = 15_000
const NOTHING: Used = {}
const byId = new WeakMap<Top, ReadonlyMap<string, Used>>()

/** What each live workload was last measured to use. It is read while a cell that shows it is on the page, once for all of them. */
function useUsed(id: string): Used {
  const top = useQuery(trpc.metrics.top.queryOptions({ by: 'workload' }, { refetchInterval: EVERY_MS }))
  return usedBy(top.data, id)
}

/** What one of them uses: `{}` while that is not known. */
export function usedBy(top: Top | undefined, id: string): Used {
  if (!top) return NOTHING
  let known = byId.get(top)
  if (!known) byId.set(top, (known = new Map(top.lines.map((line) => [line.id, line.used]))))
  return known.get(id) ?? NOTHING
}

/** How busy its GPUs are, in percent of all that it holds. */
export function GpuBusy({ workload: { id } }: { workload: Workload }) {
  const { gpu } = useUsed(id)
  return gpu === undefined ? UNKNOWN : formatShare(gpu, 100)
}

/** Memory that all of its replicas use, in GiB. */
export function MemoryUsed({ workload: { id, requests, replicas } }: { workload: Workload }) {
  const { memory } = useUsed(id)
  if (memory === undefined) return UNKNOWN
  const asked = formatAmount('memory', (requests['memory'] ?? 0) * replicas)
  return (
    <span data-tip={`${formatAmount('memory', memory)} of the ${asked} GiB that it asks for`}>
      {formatAmount('memory', memory)}
    </span>
  )
}
