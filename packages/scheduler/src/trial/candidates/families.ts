import type { Family } from '../inquiry.ts'
import { changeClusters } from './change-clusters.ts'
import { changeLabels } from './change-labels.ts'
import { changeNodes } from './change-nodes.ts'
import { changePlace } from './change-place.ts'
import { changeRights } from './change-rights.ts'
import { changeSize } from './change-size.ts'
import { raiseQuota } from './raise-quota.ts'
import { relaxStanding } from './relax-standing.ts'
import { waitForEnds } from './wait-for-ends.ts'

/** Everything that is known to help waiting work now and then. */
export const FAMILIES: readonly Family[] = [
  waitForEnds,
  changeRights,
  changeLabels,
  relaxStanding,
  changePlace,
  changeSize,
  changeClusters,
  changeNodes,
  raiseQuota,
]
