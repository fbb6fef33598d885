import type { Arrival, Delta } from '@fairlead/scheduler'
import type { z } from 'zod'
import { AppError } from '../lib/app-error.ts'
import type { Scene } from './scene.ts'
import type { RunWhatIf } from './schemas.ts'

type TraceInput = NonNullable<z.output<typeof RunWhatIf>['trace']>
const GPUS_PER_REPLICA = 8
const PRIORITY = 40

/**
 * The jobs of a trace as work of the organization's projects. A queue that is called like a project is that project; the others are dealt out, the
 * one with the most GPU-time to the project that deserves most, and so on around. Jobs of more than 8 GPUs are gangs of 8 each.
 */
export function traceArrivals(scene: Scene, { queues, rows }: TraceInput, startAt: number): Arrival[] {
  const projects = scene.world.filter(
    (delta): delta is Extract<Delta, { kind: 'queue' }> => delta.kind === 'queue' && delta.parentId !== undefined,
  )
  if (projects.length === 0) {
    throw new AppError('CONFLICT', 'there is no project to play the trace for', {
      hint: 'make one: fairlead project add',
    })
  }
  const owner = dealOut(scene.defaultPoolId, projects, queues, rows)
  return rows.map(([at, seconds, gpus, cpu, memory, queue], index): Arrival => {
    const queueId = owner[queue] ?? owner[0] ?? ''
    const replicas = gpus > GPUS_PER_REPLICA ? Math.ceil(gpus / GPUS_PER_REPLICA) : 1
    const each = replicas === 1 ? (gpus > 1 ? Math.ceil(gpus) : gpus) : GPUS_PER_REPLICA
    const requests = {
      ...(each > 0 ? { gpu: Math.round(each * 1000) } : {}),
      ...(cpu > 0 ? { cpu } : {}),
      ...(memory > 0 ? { memory } : {}),
    }
    const id = `trace-${String(index + 1).padStart(6, '0')}`
    return {
      at: startAt + Math.round(at * 1000),
      runtimeMs: Math.max(1, Math.round(seconds * 1000)),
      workload: {
        kind: 'workload',
        id,
        queueId,
        poolId: scene.defaultPoolId,
        classKey: `${queueId} ${replicas} ${each} ${cpu} ${memory}`,
        submittedAt: startAt + Math.round(at * 1000),
        priority: PRIORITY,
        preemptible: true,
        replicas,
        requests,
        clusterIds: [],
        nodeSelector: {},
        tolerations: [],
        avoid: [],
      },
    }
  })
}

/** By number of the queue, the id of its project. */
function dealOut(
  poolId: string,
  projects: readonly Extract<Delta, { kind: 'queue' }>[],
  queues: readonly string[],
  rows: TraceInput['rows'],
): string[] {
  const gpuTime = queues.map(() => 0)
  for (const [, seconds, gpus, , , queue] of rows) gpuTime[queue] = (gpuTime[queue] ?? 0) + seconds * gpus
  const deserved = ({ pools }: (typeof projects)[number]) => pools[poolId]?.quotas['gpu']?.deserved ?? 0
  const named = new Set(queues)
  const free = projects
    .filter(({ name }) => !named.has(name))
    .toSorted((a, b) => deserved(b) - deserved(a) || (a.name < b.name ? -1 : 1))
  const others = free.length > 0 ? free : projects
  const order = queues.map((_, index) => index).toSorted((a, b) => (gpuTime[b] ?? 0) - (gpuTime[a] ?? 0) || a - b)
  const owner: string[] = []
  let next = 0
  for (const index of order) {
    const same = projects.find(({ name }) => name === queues[index])
    owner[index] = same?.id ?? others[next++ % others.length]?.id ?? ''
  }
  return owner
}
