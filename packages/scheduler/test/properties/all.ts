import { waitHasAnEnd } from './max-wait.ts'
import { noBoundIsBroken } from './no-bound-is-broken.ts'
import { nobodyIsTakenForNothing, nothingInsideDeservedIsLost, onlyTheRightOnesAreTaken } from './preemption-laws.ts'
import { equalsGoByAge, roomIsUsed } from './progress.ts'
import type { Property } from './property.ts'
import { everyLoadSettles, noPairTakesTurns } from './rest.ts'
import { rightfulWorkGetsItsRoom } from './rightful.ts'
import { orderOfNewsIsNoMatter, patchedIsBuilt, roundChangesNothing } from './same-plan.ts'

/** Every promise of the planner that is held against drawn worlds. */
export const PROPERTIES: readonly Property[] = [
  noBoundIsBroken,
  onlyTheRightOnesAreTaken,
  nothingInsideDeservedIsLost,
  nobodyIsTakenForNothing,
  rightfulWorkGetsItsRoom,
  everyLoadSettles,
  noPairTakesTurns,
  orderOfNewsIsNoMatter,
  roundChangesNothing,
  patchedIsBuilt,
  roomIsUsed,
  equalsGoByAge,
  waitHasAnEnd,
]
