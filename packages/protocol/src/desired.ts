import { z } from 'zod'
import { PodSpec } from './pod.ts'
import { Labels, ResourceList } from './resources.ts'

/** A reference to a value that stays in the cluster. The control plane never sees the value. */
export const SecretRef = z.object({ name: z.string().min(1).max(253), key: z.string().min(1).max(253) })
export type SecretRef = z.infer<typeof SecretRef>

export const EnvVar = z.object({
  name: z.string().min(1).max(256),
  value: z.string().max(32_768).optional(),
  secretRef: SecretRef.optional(),
})
export type EnvVar = z.infer<typeof EnvVar>

/** Everything an agent needs to make one run real. It holds no quota, no priority rule and no other tenant's data. */
export const RunSpec = z.object({
  workload: z.object({ id: z.uuid(), name: z.string(), kind: z.string(), labels: Labels }),
  project: z.object({ id: z.uuid(), name: z.string(), namespace: z.string() }),
  /** 1 for the first run of the workload. */
  attempt: z.int().positive(),
  image: z.string().optional(),
  command: z.array(z.string()),
  args: z.array(z.string()),
  env: z.array(EnvVar),
  workingDir: z.string().optional(),
  /** For each replica. */
  resources: ResourceList,
  replicas: z.int().positive(),
  /** One node name for each replica, in order; empty for a pool that scales itself. */
  nodes: z.array(z.string()),
  /** Running time after which the agent stops the run with TIMEOUT. Absent means no limit. */
  timeoutSeconds: z.int().positive().optional(),
  /** Time between TERM and KILL. */
  stopGraceSeconds: z.int().nonnegative(),
  annotations: z.record(z.string(), z.string()),
  /** Name of the template that the workload was made from, such as `ml_training`; absent: its kind. Told to the command as `JOB_TYPE`. */
  jobType: z.string().max(63).optional(),
  pod: PodSpec.optional(),
})
export type RunSpec = z.infer<typeof RunSpec>

/** The wish for one run. `stopped` with a reason is an order to end it; a tombstone afterwards lets the agent forget it. */
export const RunBody = z.object({
  state: z.enum(['running', 'stopped']).catch('running'),
  stop: z
    .object({
      reason: z.enum(['USER_CANCEL', 'PREEMPTED', 'SUSPENDED', 'TIMEOUT']).catch('USER_CANCEL'),
      message: z.string().max(1024),
    })
    .optional(),
  spec: RunSpec,
})
export type RunBody = z.infer<typeof RunBody>

/** `rev` is the cluster revision at which the item last changed: (kind, key, rev) names its content exactly. */
export const DesiredItem = z.object({
  kind: z.string().min(1).max(32),
  key: z.string().min(1).max(128),
  generation: z.int().nonnegative(),
  rev: z.int().positive(),
  /** `RunBody` when kind is `run`. Kinds that an agent does not know are kept and not acted on. */
  body: z.unknown(),
})
export type DesiredItem = z.infer<typeof DesiredItem>

export const Tombstone = z.object({
  kind: z.string().min(1).max(32),
  key: z.string().min(1).max(128),
  rev: z.int().positive(),
})
export type Tombstone = z.infer<typeof Tombstone>

export const DesiredBegin = z.object({ rev: z.int().nonnegative(), pages: z.int().nonnegative() })
export const DesiredPage = z.object({
  rev: z.int().nonnegative(),
  /** From 1. */
  page: z.int().positive(),
  items: z.array(DesiredItem),
})
/** The snapshot is applied only if both figures match what arrived. */
export const DesiredEnd = z.object({
  rev: z.int().nonnegative(),
  count: z.int().nonnegative(),
  digest: z.string(),
  /** Set by an operator when the snapshot removes more than a fifth of what the agent holds. */
  confirmPrune: z.boolean().default(false),
})
/** Applied only if `fromRev` is exactly what the agent has; otherwise it asks for a snapshot with `desired.want`. */
export const DesiredDelta = z.object({
  fromRev: z.int().nonnegative(),
  toRev: z.int().positive(),
  upserts: z.array(DesiredItem),
  tombstones: z.array(Tombstone),
})
export type DesiredDelta = z.infer<typeof DesiredDelta>

/** From the agent: send the full snapshot. */
export const DesiredWant = z.object({ reason: z.string().max(256) })
