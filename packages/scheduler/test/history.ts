import * as fc from 'fast-check'
import type { Delta, WorkloadUpsert } from '../src/index.ts'
import { sceneArbitrary } from './arbitraries.ts'
import type { Scene } from './scene.ts'
import { gpus, tell, type World } from './world.ts'

const kinds = [
  'nothing',
  'end',
  'stop',
  'offline',
  'online',
  'pause',
  'late',
  'quota',
  'cordon',
  'open',
  'grow',
] as const

/** Something that goes on outside between rounds; `which` picks whom it happens to. */
export interface Event {
  kind: (typeof kinds)[number]
  which: number
}

export const eventArbitrary: fc.Arbitrary<Event> = fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(1_000) })

/** A scene, what happens in it, and for how many rounds victims still hold their room. */
export const historyArbitrary: fc.Arbitrary<[Scene, Event[], number]> = fc.tuple(
  sceneArbitrary,
  fc.array(eventArbitrary, { maxLength: 12 }),
  fc.nat(2),
)

/** Lets an event happen. */
export function happen(w: World, event: Event): void {
  tell(w, newsOf(w, event))
}

function newsOf(w: World, { kind, which }: Event): Delta[] {
  const { known } = w
  const runId = pick([...w.runs.keys()].sort(), which)
  const node = pick([...known.nodes.values()], which)
  const cluster = pick([...known.clusters.values()], which)
  switch (kind) {
    case 'nothing':
      return []
    case 'end':
      return runId === undefined ? [] : [{ kind: 'remove', of: 'workload', id: runId }]
    case 'stop': {
      if (runId === undefined) return []
      const { runId: id, nodeIds, clusterId, poolId } = w.runs.get(runId)!
      const pool = poolId === undefined ? {} : { poolId }
      w.leaving.set(runId, 1)
      return [
        { kind: 'run', workloadId: runId, run: { id, clusterId, nodeIds, ...pool, startedAt: 0, stopping: true } },
      ]
    }
    case 'offline':
    case 'online':
      return cluster === undefined ? [] : [{ ...cluster, connected: kind === 'online' }]
    case 'pause':
      return cluster === undefined ? [] : [{ ...cluster, paused: !cluster.paused }]
    case 'late': {
      const one = pick([...known.workloads.values()], which)
      return one === undefined ? [] : [copyOf(one, `late${known.workloads.size}.${which}`, w.now)]
    }
    case 'quota': {
      const queue = pick([...known.queues.values()], which)
      const quota = { deserved: gpus(which % 9), limit: null, weight: 1 }
      return queue === undefined ? [] : [{ ...queue, pools: { p1: { rank: 0, quotas: { gpu: quota } } } }]
    }
    case 'cordon':
    case 'open':
      return node === undefined ? [] : [{ ...node, schedulable: kind === 'open' }]
    case 'grow':
      return node === undefined ? [] : [{ ...node, id: `${node.id}+${which}` }]
  }
}

function pick<T>(list: readonly T[], which: number): T | undefined {
  return list[which % Math.max(1, list.length)]
}

/** The same request once more, waiting. */
export function copyOf(one: WorkloadUpsert, id: string, submittedAt: number): WorkloadUpsert {
  const { run: _run, nomination: _nomination, ...asked } = one
  return { ...asked, id, submittedAt }
}
