import { createStore, useStore } from '../../lib/store.ts'
import type { PendingWorkload } from './pending.ts'

export const SPOTS = ['first', 'last', 'before', 'after'] as const
export type Spot = (typeof SPOTS)[number]

export interface MoveRequest {
  workload: Pick<PendingWorkload, 'id' | 'name' | 'project' | 'nodePool' | 'priority' | 'place' | 'of'>
  spot: Spot
}

/** The move that somebody is being asked about. Rows come and go while a dialog is open, so it does not belong to any of them. */
const asked = createStore<MoveRequest | null>(null)

export function askToMove(request: MoveRequest | null): void {
  asked.set(() => request)
}

export function useMoveRequest(): MoveRequest | null {
  return useStore(asked)
}
