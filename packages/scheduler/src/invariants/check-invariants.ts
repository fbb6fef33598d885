import type { SchedulerState } from '../state/state.ts'
import { checkGangs } from './check-gangs.ts'
import { checkDevices, checkNodes, checkNominations } from './check-nodes.ts'
import { checkPlacement } from './check-placement.ts'
import { checkQueues } from './check-queues.ts'
import { checkUsers } from './check-users.ts'
import type { Violation } from './violation.ts'

/**
 * What is wrong with a state, in the order of ids; empty when nothing is. Stopping runs still hold their room and count. Where
 * an operator shrinks a node or a quota below what is held already, that shows here too, though no round did it.
 */
export function checkInvariants(state: SchedulerState): Violation[] {
  return [
    ...checkNodes(state),
    ...checkDevices(state),
    ...checkNominations(state),
    ...checkQueues(state),
    ...checkUsers(state),
    ...checkGangs(state),
    ...checkPlacement(state),
  ]
}
