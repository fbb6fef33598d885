import assert from 'node:assert/strict'
import { happen, historyArbitrary } from '../history.ts'
import { settle, step, tell, world, type World } from '../world.ts'
import { property } from './property.ts'

const quickly = { explain: false }

/** What a minimum runtime protects now may be taken later, so time passes until a round finds nothing to do. */
function rest(w: World): void {
  for (let times = 0, rounds = 0; rounds !== 1; times++) {
    assert.ok(times < 20, 'still moving after 20 times 60 rounds')
    w.now += 10_000
    rounds = settle(w, 60, quickly)
  }
}

export const everyLoadSettles = property(
  'no two workloads evict each other for ever: every load settles, and makes no move once it has settled',
  historyArbitrary,
  ([scene, events, lagRounds]) => {
    const w = { ...world(scene.deltas.filter(({ kind }) => kind !== 'workload')), lagRounds }
    for (const [i, wave] of scene.waves.entries()) {
      tell(w, wave)
      settle(w, 60, quickly)
      for (const event of events.slice(i * 2, i * 2 + 2)) happen(w, event)
    }
    rest(w)
    for (let round = 0; round < 3; round++) {
      const { assignments, preemptions, withdrawnNominations } = step(w, quickly)
      assert.deepEqual({ assignments, preemptions, withdrawnNominations }, none)
      w.now += 3_600_000
    }
  },
)

const none = { assignments: [], preemptions: [], withdrawnNominations: [] }

/**
 * Between two changes from outside (something arrives, ends, or is set otherwise), one workload takes room from another at most
 * once, and never the other way round as well. That is more than the argument of the README gives, which only bounds the number of
 * preemptions between two changes.
 */
export const noPairTakesTurns = property(
  'between two changes from outside, of two workloads at most one is preempted for the other, and at most once',
  historyArbitrary,
  ([scene, events, lagRounds]) => {
    const w = { ...world(scene.deltas.filter(({ kind }) => kind !== 'workload')), lagRounds }
    for (const wave of scene.waves) {
      tell(w, wave)
      watchPairs(w)
    }
    for (const event of events) {
      happen(w, event)
      watchPairs(w)
    }
  },
)

function watchPairs(w: World): void {
  const pairs = new Set<string>()
  for (let round = 0; round < 12; round++) {
    const { preemptions } = step(w, quickly)
    for (const { workloadId, forWorkloadId } of preemptions) {
      assert.ok(!pairs.has(`${workloadId} for ${forWorkloadId}`), `${workloadId} goes for ${forWorkloadId} twice`)
      assert.ok(!pairs.has(`${forWorkloadId} for ${workloadId}`), `${workloadId} and ${forWorkloadId} take turns`)
      pairs.add(`${workloadId} for ${forWorkloadId}`)
    }
    if (round > 3 && preemptions.length === 0) w.now += 3_000
  }
}
