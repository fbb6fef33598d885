import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Plan, WorkloadUpsert } from '../../src/index.ts'
import { sceneWith } from '../arbitraries.ts'
import { holds } from '../hosting.ts'
import { chargeOf, heldIn, pathOf } from '../oracle/held.ts'
import { meetsSelector, toleratesTaints } from '../oracle/label-rules.ts'
import { plan, settle, tell, world, type World } from '../world.ts'
import { property } from './property.ts'

const quickly = { explain: false, reservationHorizonMs: 0 }

/**
 * At rest, work that waits though its whole way up stays within what it deserves and its share: no single run of another queue that is
 * above both, and that its own leaf's share does not cover, would make room for it by going.
 */
export const rightfulWorkGetsItsRoom = property(
  'work inside the deserved quotas of its whole way up gets room that one run of others holds beyond theirs',
  sceneWith(fc.constant([])),
  (scene) => {
    const w = world(scene.deltas.filter(({ kind }) => kind !== 'workload'))
    for (const wave of scene.waves) {
      tell(w, wave)
      settle(w, 60, quickly)
    }
    w.now += 10_000
    settle(w, 60, quickly)
    const planned = plan(w, quickly)
    for (const one of scene.workloads) {
      if (w.runs.has(one.id) || one.replicas !== 1 || !isGpuOnly(one) || !isRightful(w, planned, one)) continue
      for (const [victimId, { nodeIds }] of w.runs) {
        const victim = w.known.workloads.get(victimId)!
        if (!mayGo(w, planned, one, victim)) continue
        const helps = nodeIds.some((nodeId) => fitsWithout(w, nodeId, one, victimId))
        assert.ok(!helps, `${one.id} waits though ${victimId} would make room`)
      }
    }
  },
)

function isGpuOnly({ requests }: WorkloadUpsert): boolean {
  return (requests['gpu'] ?? 0) > 0 && Object.values(requests).filter((amount) => amount > 0).length === 1
}

function gpuOf(one: WorkloadUpsert): number {
  return chargeOf(one, one.replicas).get('gpu') ?? 0
}

function shareOf(planned: Plan, queueId: string): number {
  return planned.standings.find((standing) => standing.queueId === queueId)!.fairShare['gpu'] ?? Infinity
}

function deservedOf(w: World, queueId: string): number {
  const quota = w.known.queues.get(queueId)!.pools['p1']?.quotas['gpu']
  return quota === undefined ? 0 : (quota.deserved ?? Infinity)
}

/** With it, every queue on its way up stays within share and deserved quota, and no limit is near. */
function isRightful(w: World, planned: Plan, one: WorkloadUpsert): boolean {
  return pathOf(w, one.queueId).every((queue) => {
    const held = heldIn(w, 'p1', queue.id, 'gpu') + gpuOf(one)
    const limit = queue.pools['p1']?.quotas['gpu']?.limit ?? null
    return limit === null && held <= shareOf(planned, queue.id) && held <= deservedOf(w, queue.id)
  })
}

/** Preemptible, and over in its leaf; where the ways part, its queue holds more than its share and more than it deserves. */
function mayGo(w: World, planned: Plan, one: WorkloadUpsert, victim: WorkloadUpsert): boolean {
  if (!victim.preemptible || gpuOf(victim) === 0 || victim.queueId === one.queueId) return false
  const ours = pathOf(w, one.queueId).reverse()
  const theirs = pathOf(w, victim.queueId).reverse()
  const split = theirs[theirs.findIndex((queue, i) => queue !== ours[i])]!
  const held = heldIn(w, 'p1', split.id, 'gpu')
  return held > shareOf(planned, split.id) && held > deservedOf(w, split.id) && isOver(w, planned, victim)
}

/** Whether the leaf's share is used up by what the leaf serves before the run: non-preemptible runs, then by urgency and age. */
function isOver(w: World, planned: Plan, victim: WorkloadUpsert): boolean {
  const runs = [...w.runs.keys()].map((id) => w.known.workloads.get(id)!)
  const mine = runs.filter(({ queueId }) => queueId === victim.queueId)
  let used = 0
  for (const run of mine) if (!run.preemptible) used += gpuOf(run)
  const inTurn = mine.filter(({ preemptible }) => preemptible)
  inTurn.sort((a, b) => b.priority - a.priority || a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1))
  for (const run of inTurn) {
    const isCovered = used + gpuOf(run) <= shareOf(planned, victim.queueId) || gpuOf(run) === 0
    if (run === victim) return !isCovered
    if (isCovered) used += gpuOf(run)
  }
  return false
}

function fitsWithout(w: World, nodeId: string, one: WorkloadUpsert, victimId: string): boolean {
  const host = w.known.nodes.get(nodeId)!
  if (!toleratesTaints(host, one.tolerations) || !meetsSelector(host.labels, one.nodeSelector)) return false
  const left: WorkloadUpsert[] = []
  for (const [id, { nodeIds }] of w.runs) {
    if (id === victimId) continue
    for (const on of nodeIds) if (on === nodeId) left.push(w.known.workloads.get(id)!)
  }
  return holds(host, [...left, one])
}
