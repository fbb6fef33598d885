import { readFileSync } from 'node:fs'
import { AgentPolicy, type RunSpec } from '@fairlead/protocol'
import { z } from 'zod'
import { messageOf } from '../../lib/logger.ts'
import { StartupError } from '../../lib/startup-error.ts'
import type { Refusal } from '../driver.ts'
import { isAllowedNamespace } from './kubernetes-settings.ts'

/** The owner's file. Strict, unlike what travels: a line that is misspelt would allow what it was meant to forbid. */
export const OwnerPolicy = z.strictObject({
  ...AgentPolicy.shape,
  /** Absent: the agent may replace itself by another release, when a person at the control plane approves it. */
  selfUpgrade: z.boolean().optional(),
})
export type OwnerPolicy = z.infer<typeof OwnerPolicy>

/** Reads what the cluster's owner allows. A policy that cannot be read stops the agent: nobody knows what it forbids. */
export function readOwnerPolicy(path: string | undefined): OwnerPolicy {
  if (path === undefined) return {}
  try {
    return OwnerPolicy.parse(withoutNulls(JSON.parse(readFileSync(path, 'utf8'))))
  } catch (error) {
    throw new StartupError(`the agent's policy ${path} cannot be read: ${messageOf(error)}`, 2)
  }
}

/** What of it is for runs, and travels to the control plane. */
export function readAgentPolicy(path: string | undefined): AgentPolicy {
  const { selfUpgrade: _own, ...policy } = readOwnerPolicy(path)
  return policy
}

/** The line of the policy that forbids a run. @param gpusInUse Thousandths of devices that other runs have. */
export function policyRefusal(policy: AgentPolicy, spec: RunSpec, gpusInUse: number): Refusal | undefined {
  const { namespaces, kinds, registries, maxReplicas, maxGpus } = policy
  const { namespace } = spec.project
  if (namespaces !== undefined && !isAllowedNamespace(namespaces, namespace)) {
    return denied(`namespaces: ${list(namespaces)}`, `namespace ${namespace} is not among them`)
  }
  if (kinds !== undefined && !kinds.includes(spec.workload.kind)) {
    return denied(`kinds: ${list(kinds)}`, `kind ${spec.workload.kind} is not among them`)
  }
  if (
    registries !== undefined &&
    spec.image !== undefined &&
    !registries.some((start) => spec.image?.startsWith(start))
  ) {
    return denied(`registries: ${list(registries)}`, `the image ${spec.image} begins with none of them`)
  }
  if (maxReplicas !== undefined && spec.replicas > maxReplicas) {
    return denied(`maxReplicas: ${maxReplicas}`, `${spec.replicas} replicas were asked for`)
  }
  const gpus = (spec.resources.gpu ?? 0) * spec.replicas
  if (maxGpus !== undefined && gpus > 0 && gpusInUse + gpus > maxGpus * 1000) {
    const isEverPossible = gpus <= maxGpus * 1000
    const message = `${gpus / 1000} GPUs were asked for and ${gpusInUse / 1000} are in use`
    return { ...denied(`maxGpus: ${maxGpus}`, message), retryable: isEverPossible }
  }
  return undefined
}

function denied(line: string, why: string): Refusal {
  return {
    code: 'POLICY_DENIED',
    message: `the policy of this cluster's owner says ${line}, and ${why}`,
    retryable: false,
  }
}

function list(values: string[]): string {
  return values.length === 0 ? 'none' : values.slice(0, 20).join(', ')
}

/** A chart writes null for what is not limited. */
function withoutNulls(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}
