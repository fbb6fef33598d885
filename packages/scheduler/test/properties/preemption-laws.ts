import assert from 'node:assert/strict'
import type { Plan, QueueUpsert, WorkloadUpsert } from '../../src/index.ts'
import * as fc from 'fast-check'
import { sceneArbitrary, sceneWith } from '../arbitraries.ts'
import { FEATURES, QUEUE_BOUNDS } from '../features.ts'
import { holds } from '../hosting.ts'
import { chargeOf, pathOf } from '../oracle/held.ts'
import type { Scene } from '../scene.ts'
import { plan, settle, step, tell, world, type World } from '../world.ts'
import { property } from './property.ts'

const quickly = { explain: false }

/** Lets the queues come one after the other, and looks at every plan that preempts before it is made true. */
function watch(scene: Scene, look: (w: World, planned: Plan) => void): void {
  const w = world(scene.deltas.filter(({ kind }) => kind !== 'workload'))
  for (const wave of scene.waves) {
    tell(w, wave)
    for (let i = 0; i < 6; i++) {
      const planned = plan(w, quickly)
      if (planned.preemptions.length > 0) look(w, planned)
      step(w, quickly)
    }
    settle(w, 60, quickly)
  }
}

export const onlyTheRightOnesAreTaken = property(
  'whoever is preempted is preemptible, runs in the pool where the room is wanted, and makes room for one that is nominated',
  sceneArbitrary,
  (scene) => {
    watch(scene, (w, planned) => {
      const nominated = new Set(planned.nominations.map(({ workloadId }) => workloadId))
      for (const { workloadId, forWorkloadId, forQueueId, cause, runId } of planned.preemptions) {
        const victim = w.known.workloads.get(workloadId)!
        const winner = w.known.workloads.get(forWorkloadId)!
        assert.equal(victim.preemptible, true, `${workloadId} is not preemptible`)
        assert.ok(nominated.has(forWorkloadId), `${forWorkloadId} is not nominated`)
        assert.equal(forQueueId, winner.queueId)
        assert.equal(runId, w.runs.get(workloadId)!.runId)
        assert.equal(cause, victim.queueId === winner.queueId ? 'PRIORITY' : 'RECLAIM')
        if (cause === 'PRIORITY') assert.ok(winner.priority > victim.priority, `${workloadId} is as urgent`)
      }
    })
  },
)

export const nothingInsideDeservedIsLost = property(
  'a queue loses to others only what it holds beyond its deserved quota, the last run that crosses it included',
  sceneArbitrary,
  (scene) => {
    watch(scene, (w, planned) => {
      for (const poolId of w.known.pools.keys()) {
        for (const queue of w.known.queues.values()) assertDeserved(w, planned, poolId, queue)
      }
    })
  },
)

/** What others take from a queue in a pool is beyond its deserved quota there, but for the last run that crosses it. */
function assertDeserved(w: World, planned: Plan, poolId: string, queue: QueueUpsert): void {
  const { workloads } = w.known
  const lost = planned.preemptions.filter(({ workloadId, forWorkloadId, cause }) => {
    const theirs = pathOf(w, workloads.get(workloadId)!.queueId).reverse()
    const ours = pathOf(w, workloads.get(forWorkloadId)!.queueId).reverse()
    const split = theirs.findIndex((at, i) => at !== ours[i])
    return cause === 'RECLAIM' && theirs[split] === queue && isIn(w, w.runs.get(workloadId)!.nodeIds, poolId)
  })
  if (lost.length === 0) return
  const sizes = lost.map(({ workloadId }) => sizeOf(w, workloadId))
  const quota = queue.pools[poolId]?.quotas['gpu']
  const deserved = quota === undefined ? 0 : (quota.deserved ?? Infinity)
  let held = 0
  for (const [workloadId, { nodeIds }] of [...w.runs, ...freshIn(planned)]) {
    if (isBelow(w, workloadId, queue.id) && isIn(w, nodeIds, poolId)) {
      held += gpusOf(workloads.get(workloadId)!, nodeIds.length)
    }
  }
  const kept = held - sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(kept + Math.max(...sizes) > deserved, `${queue.id} deserves ${deserved} and keeps ${kept}`)
}

function freshIn({ nominations, assignments }: Plan): [string, { nodeIds: readonly string[] }][] {
  return [...nominations, ...assignments].map((placed) => [placed.workloadId, placed])
}

function isIn(w: World, nodeIds: readonly string[], poolId: string): boolean {
  return w.known.nodes.get(nodeIds[0]!)?.poolId === poolId
}

function isBelow(w: World, workloadId: string, queueId: string): boolean {
  return pathOf(w, w.known.workloads.get(workloadId)!.queueId).some(({ id }) => id === queueId)
}

function sizeOf(w: World, workloadId: string): number {
  return gpusOf(w.known.workloads.get(workloadId)!, w.runs.get(workloadId)!.nodeIds.length)
}

function gpusOf(one: WorkloadUpsert, replicas: number): number {
  return chargeOf(one, replicas).get('gpu') ?? 0
}

export const nobodyIsTakenForNothing = property(
  'no run is taken from another queue that could have stayed, where no bound of a queue has to be cleared',
  sceneWith(fc.subarray(FEATURES.filter((feature) => !QUEUE_BOUNDS.includes(feature)))),
  (scene) => {
    if (scene.queues.some(({ pools }) => (pools['p1']?.quotas['gpu']?.limit ?? null) !== null)) return
    watch(scene, (w, planned) => {
      const gone = new Set(planned.preemptions.map(({ workloadId }) => workloadId))
      const stands = new Map<string, WorkloadUpsert[]>(scene.nodes.map(({ id }) => [id, []]))
      const put = (id: string, nodeIds: readonly string[]) => {
        for (const nodeId of nodeIds) stands.get(nodeId)!.push(w.known.workloads.get(id)!)
      }
      for (const [id, { nodeIds }] of w.runs) if (!gone.has(id)) put(id, nodeIds)
      for (const { workloadId, nodeIds } of [...planned.nominations, ...planned.assignments]) put(workloadId, nodeIds)
      for (const { workloadId, cause } of planned.preemptions) {
        if (cause !== 'RECLAIM') continue
        const mine = w.runs.get(workloadId)!.nodeIds
        const isCrowded = [...new Set(mine)].some((nodeId) => {
          const again = mine.filter((other) => other === nodeId).map(() => w.known.workloads.get(workloadId)!)
          return !holds(w.known.nodes.get(nodeId)!, [...stands.get(nodeId)!, ...again])
        })
        assert.ok(isCrowded, `${workloadId} could have stayed`)
      }
    })
  },
)
