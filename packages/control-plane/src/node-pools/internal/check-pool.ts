import { createState, findRefusals } from '@fairlead/scheduler'
import { refuseUnsound } from '../../common/refuse-unsound.ts'
import type { NodePoolRow } from '../find-node-pool.ts'

type Rules = Pick<NodePoolRow, 'strategy' | 'minRuntimeSeconds' | 'timeBasedK' | 'topology' | 'maxWaitSeconds'>

const NAMES: Readonly<Record<string, string>> = {
  minRuntimeMs: 'minRuntime',
  maxWaitMs: 'maxWait',
  'timeBased.k': 'timeBasedK',
}

/** Throws VALIDATION, with the fields of the request, for rules that the engine could not follow. */
export function checkPool({ strategy, minRuntimeSeconds, timeBasedK, topology, maxWaitSeconds }: Rules): void {
  const pool = {
    kind: 'pool' as const,
    id: 'pool',
    name: 'pool',
    strategy,
    minRuntimeMs: minRuntimeSeconds * 1_000,
    topology,
    ...(timeBasedK === null ? {} : { timeBased: { k: timeBasedK } }),
    ...(maxWaitSeconds === null ? {} : { maxWaitMs: maxWaitSeconds * 1_000 }),
  }
  refuseUnsound(
    findRefusals(createState(), [pool]),
    [],
    (field) => NAMES[field] ?? field.replaceAll(/\[(\d+)\]/g, '.$1'),
  )
}
