import assert from 'node:assert/strict'
import type { WorkloadUpsert } from '../../src/index.ts'
import { sceneArbitrary, sceneWith } from '../arbitraries.ts'
import * as fc from 'fast-check'
import { holds } from '../hosting.ts'
import { meetsRules, meetsSelector, toleratesTaints } from '../oracle/label-rules.ts'
import { pathOf } from '../oracle/held.ts'
import { settle, step, tell, world, type World } from '../world.ts'
import { property } from './property.ts'

const plain = sceneWith(fc.constant([]))

export const roomIsUsed = property(
  'preemptible work that fits somewhere inside its limits is placed',
  plain,
  (scene) => {
    const w = world(scene.deltas)
    settle(w, 60, { reservationHorizonMs: 0, explain: false })
    for (const one of scene.workloads) {
      if (!one.preemptible || w.runs.has(one.id) || one.replicas !== 1 || hasLimit(w, one)) continue
      const fits = scene.nodes.some(({ id }) => couldHost(w, id, one))
      assert.ok(!fits, `${one.id} waits though it fits`)
    }
  },
)

function hasLimit(w: World, one: WorkloadUpsert): boolean {
  return pathOf(w, one.queueId).some(({ pools }) => (pools['p1']?.quotas['gpu']?.limit ?? null) !== null)
}

function couldHost(w: World, nodeId: string, one: WorkloadUpsert): boolean {
  const host = w.known.nodes.get(nodeId)!
  if (!toleratesTaints(host, one.tolerations) || !meetsSelector(host.labels, one.nodeSelector)) return false
  if (!meetsRules(host.labels, one.nodeRules)) return false
  if (!meetsRules(w.known.clusters.get(host.clusterId)!.labels, one.clusterRules)) return false
  const there: WorkloadUpsert[] = []
  for (const [id, { nodeIds }] of w.runs) {
    for (const on of nodeIds) if (on === nodeId) there.push(w.known.workloads.get(id)!)
  }
  return holds(host, [...there, one])
}

export const equalsGoByAge = property(
  'more room never lets a younger job pass an older equal one, nor is anything preempted for its equal',
  fc.tuple(sceneArbitrary, fc.nat(6), fc.integer({ min: 1, max: 3 })),
  ([scene, which, copies]) => {
    const w = world(scene.deltas)
    const quickly = { explain: false }
    for (let round = 0; round < 4; round++) {
      const waiting = scene.workloads.filter(({ id }) => !w.runs.has(id) && !w.nominations.has(id))
      const { assignments, nominations, preemptions } = step(w, quickly)
      const chosen = new Set([...assignments, ...nominations].map(({ workloadId }) => workloadId))
      for (const one of waiting) {
        if (chosen.has(one.id)) continue
        const passed = waiting.find(
          (other) => other.classKey === one.classKey && isOlder(one, other) && chosen.has(other.id),
        )
        assert.equal(passed?.id, undefined, `${passed?.id} passes ${one.id}`)
      }
      for (const { workloadId, forWorkloadId } of preemptions) {
        const { classKey } = w.known.workloads.get(workloadId)!
        assert.notEqual(w.known.workloads.get(forWorkloadId)!.classKey, classKey)
      }
      const host = scene.nodes[which % scene.nodes.length]!
      for (let i = 0; i < copies; i++) tell(w, { ...host, id: `${host.id}+${round}${i}` })
    }
  },
)

function isOlder(one: WorkloadUpsert, other: WorkloadUpsert): boolean {
  return one.submittedAt < other.submittedAt || (one.submittedAt === other.submittedAt && one.id < other.id)
}
