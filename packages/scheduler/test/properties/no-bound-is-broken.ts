import assert from 'node:assert/strict'
import { checkInvariants } from '../../src/index.ts'
import { happen, historyArbitrary } from '../history.ts'
import { overcommitted } from '../oracle/overcommit.ts'
import { brokenPlacements } from '../oracle/placements.ts'
import { brokenBounds } from '../oracle/queue-bounds.ts'
import { commit, leave, plan, world, type World } from '../world.ts'
import { property } from './property.ts'

/** What an operator cut below what is held is not the planner's doing. */
function wrongs(w: World): string[] {
  const told = checkInvariants(w.state).map(({ kind, subject, resource }) => `${kind} ${subject} ${resource}`)
  return [...told, ...overcommitted(w).map((nodeId) => `overcommit of ${nodeId}`)]
}

export const noBoundIsBroken = property(
  'no node, device, limit, placement rule or gang is ever broken, whatever happens between rounds',
  historyArbitrary,
  ([scene, events, lagRounds]) => {
    const w = { ...world(scene.deltas), lagRounds }
    for (const event of [{ kind: 'nothing', which: 0 } as const, ...events]) {
      happen(w, event)
      const before = new Set(wrongs(w))
      const planned = plan(w)
      assert.deepEqual(brokenPlacements(w, planned), [])
      commit(w, planned)
      assert.deepEqual(
        wrongs(w).filter((wrong) => !before.has(wrong)),
        [],
      )
      assert.deepEqual(brokenBounds(w, planned), [])
      leave(w)
      w.now += 1_000
    }
  },
  80,
)
