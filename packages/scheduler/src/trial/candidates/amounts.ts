import type { WorkloadUpsert } from '../../delta.ts'
import { chargedAmount, CPU, GPU, MEMORY } from '../../state/resources.ts'

/** A step in which people change an amount of `resource` such as `amount`: a device, a core, a GiB; parts where it is a part. */
export function stepOf(resource: string, amount: number): number {
  if (resource === 'gpu' || resource === 'cpu') return amount % 1_000 === 0 ? 1_000 : 100
  return resource === 'memory' && amount % 1_024 === 0 ? 1_024 : 1
}

/** A multiple of the step that divides `span` into at most `parts`. */
export function coarseStep(resource: string, amount: number, span: number, parts: number): number {
  const step = stepOf(resource, amount)
  return step * Math.max(1, Math.ceil(span / step / parts))
}

/** What its queue is charged for all replicas, by resource; amounts of 0 left out. */
export function demandOf({ requests, replicas }: WorkloadUpsert): [resource: string, amount: number][] {
  const numbers: Record<string, number> = { cpu: CPU, memory: MEMORY, gpu: GPU }
  return Object.keys(requests)
    .sort()
    .map((name): [string, number] => [name, chargedAmount(numbers[name] ?? -1, requests[name]!) * replicas])
    .filter(([, amount]) => amount > 0)
}

/** GPUs when it asks for them, else cores, else what it asks for first. */
export function mainResource({ requests }: WorkloadUpsert): string {
  const asked = Object.keys(requests)
    .filter((name) => requests[name]! > 0)
    .sort()
  if (asked.includes('gpu')) return 'gpu'
  return asked.includes('cpu') ? 'cpu' : (asked[0] ?? 'cpu')
}
