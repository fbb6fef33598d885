import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sceneArbitrary } from '../../test/arbitraries.ts'
import type { Scene } from '../../test/scene.ts'
import { step, tell, world } from '../../test/world.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import { DEFAULT_POLICY } from '../policy.ts'
import { openRound } from '../round/open-round.ts'
import { openQueueTree } from '../round/queue-tree.ts'
import type { Round } from '../round/round.ts'
import { WAITING } from '../round/work.ts'
import { poolOf } from '../state/workloads.ts'
import { appraise, mayTake, type Claim } from './claim.ts'
import { couldClear } from './could-clear.ts'
import { clearNode, isInReach, undoTo } from './clear-node.ts'
import { evict, type Evictions } from './evictions.ts'
import { openEvictions } from './open-evictions.ts'
import { nextPlace, openWalk, runAt } from './walk.ts'

const scenes = fc.tuple(sceneArbitrary, fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }))

test('a walk from anywhere passes all runs that a claim may take, in the order of the lists', () => {
  let passed = 0
  fc.assert(
    fc.property(scenes, ([scene, picks]) => {
      const { round, evictions } = crowdOf(scene, picks[0]!)
      for (const claim of claimsOf(round, evictions)) {
        for (let q = claim.leaf; q >= 0; q = round.tree.parent[q]!) {
          for (const from of picks) {
            const walked = walk(round, evictions, claim, q, from, false)
            expect(walked).toEqual(placesOf(round, evictions, claim, q, from))
            const isUseful = (place: number) => standsWhereAllowed(round, runAt(evictions, claim, place), claim.class)
            const forRoom = walk(round, evictions, claim, q, from, true).filter(isUseful)
            expect(forRoom).toEqual(walked.filter(isUseful))
            passed += walked.length
          }
        }
      }
    }),
    { seed: 20_261_122, numRuns: 150 },
  )
  expect(passed).toBeGreaterThan(100)
})

test('a node is passed over only where taking all that a claim may take does not clear it', () => {
  let refused = 0
  fc.assert(
    fc.property(scenes, ([scene, picks]) => {
      const { round, evictions } = crowdOf(scene, picks[0]!)
      for (const claim of claimsOf(round, evictions)) {
        openWalk(round, evictions, claim, 0, 0, true)
        for (let node = 0; node < round.fleet.count; node++) {
          if (!isInReach(round, evictions, node, claim.class) || couldClear(round, evictions, claim, node)) continue
          expect(clearNode(round, evictions, claim, node)).toBe(false)
          undoTo(round, evictions, 0, evictions.soon.length)
          refused++
        }
      }
    }),
    { seed: 20_261_122, numRuns: 150 },
  )
  expect(refused).toBeGreaterThan(20)
})

/** A round over a world in which each wave found what the ones before had left; every third run was taken for good. */
function crowdOf({ clusters, pools, nodes, queues, waves }: Scene, pick: number) {
  const w = world(clusters, pools, nodes, queues)
  for (const wave of waves) {
    step(w, { explain: false, preemptionsMaxPerRound: 0 })
    tell(w, wave)
  }
  const { state } = w
  const pool = state.pools.table.index.get('p1')!
  const { arrivals } = state.workloads
  const here = arrivals.list.slice(0, arrivals.length).filter((one) => one >= 0 && poolOf(state, one) === pool)
  const inputs = { now: w.now, random: () => 0 }
  const round = openRound(state, DEFAULT_POLICY, inputs, pool, openQueueTree(state), here)
  const evictions = openEvictions(round)
  for (let i = pick % 3; i < evictions.scope.length; i += 3) {
    const at = evictions.scope[i]!
    if (evictions.isSettled[at] === 1) continue
    evict(round, evictions, at)
    evictions.isSettled[at] = 1
  }
  return { round, evictions }
}

function claimsOf(round: Round, evictions: Evictions): Claim[] {
  const { status, class: classOf, leaf, count } = round.work
  const waiting = Array.from({ length: count }, (_, at) => at).filter((at) => status[at] === WAITING)
  return waiting.filter((at) => leaf[classOf[at]!] !== -1).map((at) => appraise(round, evictions, at))
}

/** Places from `from` on of what the claim may take, looked at one by one. */
function placesOf(round: Round, evictions: Evictions, claim: Claim, q: number, from: number): number[] {
  const { scope, scopeStart } = evictions
  const own = scope.subarray(scopeStart[claim.leaf], scopeStart[claim.leaf + 1])
  const list = q === claim.leaf ? own : [...scope.subarray(scopeStart[q], scopeStart[q + 1]), ...own]
  const places = Array.from(list, (at, place) => (mayTake(round, evictions, claim, at) ? place : -1))
  return places.filter((place) => place >= from)
}

function walk(round: Round, evictions: Evictions, claim: Claim, q: number, from: number, isForRoom: boolean): number[] {
  const places: number[] = []
  openWalk(round, evictions, claim, q, from, isForRoom)
  for (let place = nextPlace(round, evictions, claim); place !== -1; place = nextPlace(round, evictions, claim)) {
    if (mayTake(round, evictions, claim, runAt(evictions, claim, place))) places.push(place)
  }
  return places
}

function standsWhereAllowed(round: Round, at: number, k: number): boolean {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const start = slotStart[work.workload[at]!]!
  const slots = Array.from(slab.values.slice(start, start + slotCount[work.workload[at]!]!))
  return slots.some((node) => isAllowedOn(round, fleet.local[node]!, k))
}
