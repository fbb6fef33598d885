import type { WorkloadUpsert } from '../delta.ts'
import { CLUSTER_LEVEL, NODE_LEVEL } from '../state/shapes.ts'
import { checkAmounts, checkTime } from './check-amount.ts'
import { checkRules } from './check-rule.ts'
import type { Proposed } from './proposed.ts'
import type { Report } from './refusal.ts'

/** Replicas that one gang may have; more is a mistake rather than a wish. */
export const REPLICAS_MAX = 100_000

/** Priorities are whole numbers from minus to plus this, as in Kubernetes. */
export const PRIORITY_MAX = 1_000_000_000

/** What a workload asks for, where, and with whom. */
export function checkWorkload(report: Report, proposed: Proposed, workload: WorkloadUpsert): void {
  checkHome(report, proposed, workload)
  checkGang(report, workload)
  checkAmounts(report, 'requests', workload.requests)
  checkTime(report, 'timeLimitMs', workload.timeLimitMs)
  checkTime(report, 'submittedAt', workload.submittedAt)
  const { priority } = workload
  if (!Number.isInteger(priority) || Math.abs(priority) > PRIORITY_MAX) {
    const message = `priority is ${priority}; give a whole number from -${PRIORITY_MAX} to ${PRIORITY_MAX}, where larger goes first`
    report('priority', 'PRIORITY_INVALID', message)
  }
  checkRules(report, 'nodeRules', workload.nodeRules)
  checkRules(report, 'clusterRules', workload.clusterRules)
  for (const [i, { weight, rules }] of (workload.nodePreferences ?? []).entries()) {
    const field = `nodePreferences[${i}]`
    if (!Number.isFinite(weight)) {
      report(
        `${field}.weight`,
        'WEIGHT_INVALID',
        `${field}.weight is ${weight}; give a number, where larger sums go first`,
      )
    }
    checkRules(report, `${field}.rules`, rules)
  }
  checkLevels(report, proposed, workload)
}

function checkHome(
  report: Report,
  proposed: Proposed,
  { queueId, poolId, fallbackPoolIds = [] }: WorkloadUpsert,
): void {
  const { queues, pools, parents } = proposed
  if (!queues.has(queueId)) {
    const message = `queue "${queueId}" does not exist, so the workload waits for it; create it, or name an existing project`
    report('queueId', 'QUEUE_UNKNOWN', message, 'warning')
  } else if (parents.has(queueId)) {
    const message = `queue "${queueId}" has queues below it, and only the lowest ones take work; name one of those`
    report('queueId', 'QUEUE_NOT_LEAF', message)
  }
  if (!pools.has(poolId)) {
    const message = `node pool "${poolId}" does not exist, so the workload waits for it; create it, or name an existing one`
    report('poolId', 'POOL_UNKNOWN', message, 'warning')
  }
  for (const [i, id] of fallbackPoolIds.entries()) {
    const field = `fallbackPoolIds[${i}]`
    if (id === poolId) {
      report(
        field,
        'FALLBACK_INVALID',
        `${field} is "${id}", the pool that is tried first anyway; name another, or leave it out`,
      )
    } else if (fallbackPoolIds.indexOf(id) < i) {
      report(field, 'FALLBACK_INVALID', `${field} names pool "${id}" a second time; name each pool once`)
    } else if (!pools.has(id)) {
      report(field, 'FALLBACK_INVALID', `${field} is "${id}", and no such node pool exists; name an existing one`)
    }
  }
}

function checkGang(report: Report, { replicas, replicasMin }: WorkloadUpsert): void {
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > REPLICAS_MAX) {
    report('replicas', 'GANG_INVALID', `replicas is ${replicas}; give a whole number from 1 to ${REPLICAS_MAX}`)
    return
  }
  if (replicasMin === undefined) return
  if (!Number.isInteger(replicasMin) || replicasMin < 1) {
    report(
      'replicasMin',
      'GANG_INVALID',
      `replicasMin is ${replicasMin}; give a whole number from 1 to replicas, or leave it out`,
    )
  } else if (replicasMin > replicas) {
    const message = `replicasMin is ${replicasMin} and replicas is ${replicas}; lower replicasMin, or raise replicas`
    report('replicasMin', 'GANG_INVALID', message)
  }
}

/** Levels must be labels of the topology in every pool where the workload may go. */
function checkLevels(report: Report, { pools }: Proposed, workload: WorkloadUpsert): void {
  const { topology, apartBy, near = [], apart = [], poolId, fallbackPoolIds = [] } = workload
  const targets = [poolId, ...fallbackPoolIds].flatMap((id) => pools.get(id) ?? [])
  check('topology.required', topology?.required)
  check('topology.preferred', topology?.preferred)
  check('apartBy', apartBy)
  for (const [i, { level }] of near.entries()) check(`near[${i}].level`, level)
  for (const [i, { level }] of apart.entries()) check(`apart[${i}].level`, level)
  if (topology?.required === undefined || topology.preferred === undefined) return
  for (const { id, topology: labels = [] } of targets) {
    const [far, near] = [labels.indexOf(topology.required), labels.indexOf(topology.preferred)]
    if (far === -1 || near === -1 || near >= far) continue
    const message = `topology.preferred "${topology.preferred}" is farther than topology.required "${topology.required}" in node pool "${id}", so it has no effect; prefer a nearer level`
    report('topology.preferred', 'BOUND_WITHOUT_EFFECT', message, 'warning')
    return
  }

  function check(field: string, level: string | undefined): void {
    const always: readonly string[] = [NODE_LEVEL, CLUSTER_LEVEL]
    if (level === undefined || always.includes(level)) return
    for (const { id, topology: labels = [] } of targets) {
      if (labels.includes(level)) continue
      const choice = [...always, ...labels].join(', ')
      const message = `${field} is "${level}", which is no level of node pool "${id}"; use one of ${choice}, or add the label to the pool's topology`
      report(field, 'LEVEL_UNKNOWN', message)
      return
    }
  }
}
