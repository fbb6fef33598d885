import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan, QueueUpsert, WorkloadUpsert } from '../src/index.ts'
import { sceneArbitrary, type Scene } from './arbitraries.ts'
import { holds } from './hosting.ts'
import { plan, settle, step, tell, world, type World } from './world.ts'

const settings = {
  numRuns: Number(process.env['FAIRLEAD_PROPERTY_RUNS'] ?? 80),
  seed: Number(process.env['FAIRLEAD_PROPERTY_SEED'] ?? 7),
}

/** Lets the queues come one after the other, and looks at every plan that preempts before it is made true. */
function watch(scene: Scene, look: (w: World, planned: Plan) => void): void {
  const w = world(scene.deltas.filter(({ kind }) => kind !== 'workload'))
  for (const wave of scene.waves) {
    tell(w, wave)
    for (let i = 0; i < 6; i++) {
      const planned = plan(w)
      if (planned.preemptions.length > 0) look(w, planned)
      step(w)
    }
    settle(w, 60)
  }
}

function byId(scene: Scene): Map<string, WorkloadUpsert> {
  return new Map(scene.workloads.map((one) => [one.id, one]))
}

function pathOf(scene: Scene, queueId: string): QueueUpsert[] {
  const queue = scene.queues.find(({ id }) => id === queueId)!
  return queue.parentId === undefined ? [queue] : [...pathOf(scene, queue.parentId), queue]
}

function gpusOf(one: WorkloadUpsert): number {
  const asked = one.requests['gpu'] ?? 0
  return (asked < 1_000 ? asked : Math.ceil(asked / 1_000) * 1_000) * one.replicas
}

test('whoever is preempted is preemptible, and whoever it is for is nominated in the same plan', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      const workloads = byId(scene)
      watch(scene, (w, planned) => {
        const nominated = new Set(planned.nominations.map(({ workloadId }) => workloadId))
        for (const { workloadId, forWorkloadId, forQueueId, cause, runId } of planned.preemptions) {
          const victim = workloads.get(workloadId)!
          const winner = workloads.get(forWorkloadId)!
          expect(victim.preemptible).toBe(true)
          expect(nominated.has(forWorkloadId)).toBe(true)
          expect(forQueueId).toBe(winner.queueId)
          expect(runId).toBe(w.runs.get(workloadId)!.runId)
          expect(cause).toBe(victim.queueId === winner.queueId ? 'PRIORITY' : 'RECLAIM')
          if (cause === 'PRIORITY') expect(winner.priority).toBeGreaterThan(victim.priority)
        }
      })
    }),
    settings,
  )
})

test('a queue loses to others only what it holds beyond its deserved quota, the last run that crosses it included', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      const workloads = byId(scene)
      watch(scene, (w, planned) => {
        for (const queue of scene.queues) {
          const lost = planned.preemptions.filter(({ workloadId, forWorkloadId, cause }) => {
            const theirs = pathOf(scene, workloads.get(workloadId)!.queueId)
            const ours = pathOf(scene, workloads.get(forWorkloadId)!.queueId)
            const split = theirs.findIndex((at, i) => at !== ours[i])
            return cause === 'RECLAIM' && theirs[split] === queue
          })
          const sizes = lost.map(({ workloadId }) => gpusOf(workloads.get(workloadId)!))
          const deserved =
            queue.pools['p1']?.quotas['gpu']?.deserved ?? (queue.pools['p1']?.quotas['gpu'] ? Infinity : 0)
          if (sizes.length === 0) continue
          let held = 0
          const fresh = [...planned.nominations, ...planned.assignments].map(({ workloadId }) => workloadId)
          for (const id of [...w.runs.keys(), ...fresh]) {
            const one = workloads.get(id)!
            if (pathOf(scene, one.queueId).includes(queue)) held += gpusOf(one)
          }
          const kept = held - sizes.reduce((sum, size) => sum + size, 0)
          expect(kept + Math.max(...sizes), `${queue.id} deserves ${deserved}`).toBeGreaterThan(deserved)
        }
      })
    }),
    settings,
  )
})

test('no run is taken from another queue that could have stayed', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      if (scene.queues.some(({ pools }) => (pools['p1']?.quotas['gpu']?.limit ?? null) !== null)) return
      const workloads = byId(scene)
      watch(scene, (w, planned) => {
        const gone = new Set(planned.preemptions.map(({ workloadId }) => workloadId))
        const standing = new Map<string, WorkloadUpsert[]>(scene.nodes.map(({ id }) => [id, []]))
        function put(id: string, nodeIds: readonly string[]): void {
          for (const nodeId of nodeIds) standing.get(nodeId)!.push(workloads.get(id)!)
        }
        for (const [id, { nodeIds }] of w.runs) if (!gone.has(id)) put(id, nodeIds)
        for (const { workloadId, nodeIds } of [...planned.nominations, ...planned.assignments]) put(workloadId, nodeIds)
        for (const { workloadId, cause } of planned.preemptions) {
          if (cause !== 'RECLAIM') continue
          const nodeIds = [...new Set(w.runs.get(workloadId)!.nodeIds)]
          const isCrowded = nodeIds.some((nodeId) => {
            const again = w.runs.get(workloadId)!.nodeIds.filter((other) => other === nodeId)
            const host = scene.nodes.find(({ id }) => id === nodeId)!
            return !holds(host, [...standing.get(nodeId)!, ...again.map(() => workloads.get(workloadId)!)])
          })
          expect(isCrowded, `${workloadId} could have stayed`).toBe(true)
        }
      })
    }),
    settings,
  )
})
