import { findPool, replace, type Scene } from '../scene.ts'
import type { Change } from '../schemas.ts'

/** The rules of one node pool. */
export function setPool(scene: Scene, change: Extract<Change, { kind: 'node-pool' }>, path: string): Scene {
  const { strategy, minRuntime, maxWait, topology, preemptionsPerHour } = change
  const pool = findPool(scene, change.nodePool, path)
  const { maxWaitMs: _before, ...rest } = pool
  const kept = pool.maxWaitMs === undefined ? {} : { maxWaitMs: pool.maxWaitMs }
  const { [pool.id]: rate, ...otherRates } = scene.preemptionsMaxPerHour
  const perHour = preemptionsPerHour === undefined ? rate : preemptionsPerHour
  const changed = replace(scene, pool, {
    ...rest,
    ...(maxWait === undefined ? kept : maxWait === 'never' ? {} : { maxWaitMs: maxWait * 1_000 }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(minRuntime === undefined ? {} : { minRuntimeMs: minRuntime * 1_000 }),
    ...(topology === undefined ? {} : { topology }),
  })
  return {
    ...changed,
    preemptionsMaxPerHour:
      perHour === undefined || perHour === 'unlimited' ? otherRates : { ...otherRates, [pool.id]: perHour },
  }
}

/** What the scheduler itself keeps to, in every pool. */
export function setPolicy(scene: Scene, change: Extract<Change, { kind: 'policy' }>): Scene {
  const { preemptionsMaxPerRound, placementsMaxPerRound, reservationHorizon } = change
  return {
    ...scene,
    policy: {
      ...scene.policy,
      ...(preemptionsMaxPerRound === undefined ? {} : { preemptionsMaxPerRound }),
      ...(placementsMaxPerRound === undefined ? {} : { placementsMaxPerRound }),
      ...(reservationHorizon === undefined ? {} : { reservationHorizonMs: reservationHorizon * 1_000 }),
    },
  }
}
