import { z } from 'zod'
import { Amounts, Duration, Id, Name, Ref, Skew, Time } from '../common/schemas.ts'

const LabelMap = z.record(z.string().min(1).max(316), z.string().max(63))
export const LogPolicy = z.enum(['redact', 'relay', 'local', 'stream'])

export const Cluster = z.object({
  id: Id,
  name: z.string(),
  labels: LabelMap,
  state: z.enum(['pending', 'accepted', 'suspended', 'revoked']),
  connected: z.boolean(),
  /** `enrolling`: never heard from. `degraded`: connected, but its work loop is late. */
  health: z.enum(['enrolling', 'healthy', 'degraded', 'offline']),
  healthMessage: z.string(),
  lastSeenAt: Time.nullable(),
  driver: z.string().nullable(),
  agentVersion: z.string().nullable(),
  agentProtocol: z.string().nullable().describe('wire version that its agent speaks'),
  agentSkew: Skew.describe('how the version of its agent lies to ours; refused: they have no wire version in common'),
  platform: z.object({ os: z.string(), version: z.string() }).nullable(),
  logPolicy: LogPolicy,
  paused: z.boolean(),
  pruneRefusal: z
    .string()
    .nullable()
    .describe('what its agent would not remove all at once, in its words, until that is confirmed; null: nothing'),
  clockSkewMs: z.number().nullable(),
  nodes: z.object({ total: z.int(), ready: z.int() }),
  capacity: Amounts,
  allocated: Amounts,
  runs: z.int(),
  desiredRev: z.int(),
  appliedRev: z.int().nullable(),
  createdAt: Time,
  enrolledAt: Time.nullable(),
})
export type Cluster = z.infer<typeof Cluster>

const Strings = z.array(z.string())
const Missing = z.object({ namespace: z.string(), verb: z.string(), resource: z.string() })
const StorageClass = z.object({
  name: z.string(),
  provisioner: z.string(),
  isDefault: z.boolean(),
  isShared: z.boolean().nullable().describe('several nodes may write at once; null: that cannot be told'),
})

/** What a cluster can do, as its agent found it. */
export const Capabilities = z.object({
  observedAt: Time,
  kubernetes: z.object({ version: z.string(), platform: z.string() }).nullable(),
  apis: z.array(z.object({ name: z.string(), versions: Strings })),
  storageClasses: z.array(StorageClass),
  missingRights: z.array(Missing).describe('empty: everything that runs need is allowed'),
  namespaces: Strings,
  policy: z
    .object({
      namespaces: Strings.optional(),
      kinds: Strings.optional(),
      registries: Strings.optional(),
      logs: z.string().optional(),
      exec: z.boolean().optional(),
      maxGpus: z.int().optional(),
      maxReplicas: z.int().optional(),
    })
    .describe('what the owner of the cluster lets happen there; what is absent is not limited'),
  metricSources: Strings,
})

export const ClusterDetail = Cluster.extend({
  capabilities: Capabilities.nullable().describe('null: its agent has not said'),
})
export type ClusterDetail = z.infer<typeof ClusterDetail>

export const CreateCluster = z.strictObject({
  name: Name,
  labels: LabelMap.default({}),
  logPolicy: LogPolicy.default('stream'),
  tokenTtl: Duration.optional().describe('how long the join token is good; absent: 15 minutes, at most 24 hours'),
})
export const JoinToken = z.object({
  token: z.string().describe('shown this once; give it to the agent by file or standard input, never as an argument'),
  expiresAt: Time,
})
export const CreatedCluster = z.object({ cluster: Cluster, join: JoinToken })
export const UpdateCluster = z.strictObject({
  cluster: Ref,
  labels: LabelMap.optional(),
  logPolicy: LogPolicy.optional(),
  paused: z.boolean().optional(),
})
export const ClusterRef = z.strictObject({ cluster: Ref })
export const CheckCluster = z.strictObject({
  cluster: Ref,
  network: z.boolean().default(false).describe('also try every path that the agent needs'),
})
export const NewJoinToken = z.strictObject({ cluster: Ref, tokenTtl: Duration.optional() })

/** One line of the enrolment list, as the wizard and `fairlead cluster check` show it. */
export const EnrolmentStep = z.object({
  step: z.enum(['token', 'enrolled', 'heartbeat', 'checks', 'nodes', 'pool', 'first-run']),
  title: z.string(),
  state: z.enum(['done', 'waiting', 'failed']),
  detail: z.string(),
  fix: z.string().nullable(),
})
export const Enrolment = z.object({ cluster: Cluster, steps: z.array(EnrolmentStep) })

export const CheckLine = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), fix: z.string().nullable() })
export const ClusterCheck = z.object({ at: Time, lines: z.array(CheckLine) })

export const Node = z.object({
  id: Id,
  name: z.string(),
  cluster: z.object({ id: Id, name: z.string() }),
  nodePool: z.object({ id: Id, name: z.string() }).nullable(),
  ready: z.boolean(),
  schedulable: z.boolean(),
  cordoned: z
    .object({ at: Time, by: z.string() })
    .nullable()
    .describe('held back here; null where nobody has, though its cluster may'),
  message: z.string().nullable(),
  labels: LabelMap,
  taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.string() })),
  capacity: Amounts,
  allocatable: Amounts,
  allocated: Amounts,
  gpu: z.object({ model: z.string(), count: z.int(), memoryMib: z.int() }).nullable(),
  versions: z
    .record(z.string(), z.string())
    .describe('of what it runs on, as far as its agent knows: kubelet, kernel, runtime, os, driver'),
  runs: z.array(z.object({ runId: Id, workloadId: Id, workloadName: z.string(), replicas: z.int() })),
  otherRuns: z.int().describe('runs of projects that you may not see'),
  observedAt: Time,
})
export type Node = z.infer<typeof Node>
export const ListNodes = z.strictObject({
  cluster: Ref.optional(),
  nodePool: Ref.optional(),
  search: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe('part of the name, whatever its case; then the shortest names come first'),
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('at most so many; absent: all'),
})

export const NodeRef = z.strictObject({
  node: z.string().min(1).max(253).describe('id, or a name: then with `cluster` where several have it'),
  cluster: Ref.optional(),
})
export const CordonedNode = z.object({
  id: Id,
  name: z.string(),
  cluster: z.object({ id: Id, name: z.string() }),
  schedulable: z.boolean(),
  runs: z.int().describe('that hold room on it now'),
})
export const DrainedNode = CordonedNode.extend({
  told: z.int().describe('runs that are told to stop; their work goes back into the queue and costs no retry'),
})
