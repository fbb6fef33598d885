import { z } from 'zod'
import { ClusterStatus } from './capabilities.ts'
import { RunPhaseOnWire, RunReasonOnWire } from './phases.ts'
import { Labels, ResourceList, Taint } from './resources.ts'

/**
 * Observed state. Times travel as ages ("this long ago, when I sent it"), so that a wrong clock in a cluster shifts nothing.
 * `seq` grows with each change of one key within one boot; a lower or equal one is ignored by the receiver.
 */

export const ReplicaStatus = z.object({
  index: z.int().nonnegative(),
  phase: RunPhaseOnWire,
  node: z.string().max(253).optional(),
  exitCode: z.int().optional(),
  reason: RunReasonOnWire.optional(),
  message: z.string().max(1024).optional(),
})
export type ReplicaStatus = z.infer<typeof ReplicaStatus>

export const RunStatus = z.object({
  kind: z.literal('run'),
  key: z.uuid(),
  generation: z.int().nonnegative(),
  seq: z.int().positive(),
  phase: RunPhaseOnWire,
  reason: RunReasonOnWire.optional(),
  message: z.string().max(1024).optional(),
  exitCode: z.int().optional(),
  startedAgoMs: z.int().nonnegative().optional(),
  finishedAgoMs: z.int().nonnegative().optional(),
  replicas: z.array(ReplicaStatus).max(10_000).optional(),
  /** What the command told of itself: 0 to 1, named figures, and its result (at most 64 KiB as JSON). */
  progress: z.number().min(0).max(1).optional(),
  figures: z.record(z.string().max(64), z.number()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  /** Where it answers inside its cluster, for kinds that serve. */
  address: z.string().max(512).optional(),
})
export type RunStatus = z.infer<typeof RunStatus>

export const NodeStatus = z.object({
  kind: z.literal('node'),
  key: z.string().min(1).max(253),
  seq: z.int().positive(),
  /** True: the node is gone, and the other fields are absent. */
  gone: z.literal(true).optional(),
  ready: z.boolean().default(false),
  /** False for a cordoned node. */
  schedulable: z.boolean().default(true),
  labels: Labels.default({}),
  taints: z.array(Taint).default([]),
  /** What the machine has. */
  capacity: ResourceList.default({}),
  /** What runs of ours may use: the system's and foreign work's share is already taken off. */
  allocatable: ResourceList.default({}),
  gpu: z
    .object({ model: z.string().max(128), count: z.int().nonnegative(), memoryMib: z.int().nonnegative() })
    .optional(),
  /** For example kubelet, kernel, driver. */
  versions: z.record(z.string().max(64), z.string().max(128)).default({}),
  message: z.string().max(1024).optional(),
})
export type NodeStatus = z.infer<typeof NodeStatus>

export const StatusItem = z.discriminatedUnion('kind', [RunStatus, NodeStatus, ClusterStatus])
export type StatusItem = z.infer<typeof StatusItem>

export const StatusDelta = z.object({ bootId: z.string().max(64), items: z.array(StatusItem).max(10_000) })
export type StatusDelta = z.infer<typeof StatusDelta>

/** A full report: after `status.end`, nodes that were not named are gone. Runs are never inferred gone from silence. */
export const StatusBegin = z.object({ bootId: z.string().max(64), pages: z.int().nonnegative() })
export const StatusPage = z.object({
  bootId: z.string().max(64),
  page: z.int().positive(),
  items: z.array(StatusItem).max(10_000),
})
export const StatusEnd = z.object({ bootId: z.string().max(64), count: z.int().nonnegative() })
