import { limitObstacle } from '../fairness/gates.ts'
import { lendObstacle } from '../fairness/lending.ts'
import { userObstacle } from '../fairness/user-books.ts'
import type { Round } from '../round/round.ts'
import { mayTake, type Claim } from './claim.ts'
import { take, type Evictions } from './evictions.ts'
import { nextPlace, openWalk, runAt } from './walk.ts'

/**
 * Takes runs, worst first, until no limit of a queue, no limit of its user and no room that others keep stands in the way of a
 * claim. False: something still does; the caller undoes what was taken.
 */
export function clearLimits(round: Round, evictions: Evictions, claim: Claim): boolean {
  const { tree, work, ledger } = round
  const { width } = ledger
  const k = claim.class
  for (;;) {
    const limited = limitObstacle(tree, work, ledger, k, ledger.alive)
    if (limited !== -1) {
      if (takeFirst(limited, (at) => relieves(round, limited, k, at))) continue
      return false
    }
    const slot = userObstacle(work, ledger.users, k, true)
    if (slot !== -1) {
      if (takeFirst(ledger.users!.queue[slot]!, (at) => isOfSlot(round, slot, at))) continue
      return false
    }
    const lent = lendObstacle(tree, work, ledger, k, true)
    if (lent === -1) return true
    if (!takeFirst(Math.floor(lent / width), (at) => work.demand[work.class[at]! * width + (lent % width)]! > 0))
      return false
  }

  /** Takes the first run below `q`, or else of the claim's own queue, that the claim reaches and that helps. */
  function takeFirst(q: number, helps: (at: number) => boolean): boolean {
    openWalk(round, evictions, claim, q, 0, false)
    for (let place = nextPlace(round, evictions, claim); place !== -1; place = nextPlace(round, evictions, claim)) {
      const at = runAt(evictions, claim, place)
      if (!mayTake(round, evictions, claim, at) || !helps(at)) continue
      take(round, evictions, at)
      return true
    }
    return false
  }
}

/** Whether a run holds some of what the limit of queue `q` denies to class `k`. */
function relieves(round: Round, q: number, k: number, at: number): boolean {
  const { width, alive, limit } = round.ledger
  const { demand } = round.work
  const row = round.work.class[at]! * width
  for (let a = 0; a < width; a++) {
    const wanted = demand[k * width + a]!
    if (wanted > 0 && alive[q * width + a]! + wanted > limit[q * width + a]! && demand[row + a]! > 0) return true
  }
  return false
}

/** Whether a run is charged to the user of a slot. */
function isOfSlot(round: Round, slot: number, at: number): boolean {
  const { slots, slotStart } = round.ledger.users!
  const k = round.work.class[at]!
  for (let i = slotStart[k]!; i < slotStart[k + 1]!; i++) if (slots[i] === slot) return true
  return false
}
