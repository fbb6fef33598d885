import { z } from 'zod'

/** What the cluster's owner lets the control plane do. The agent keeps it whatever it is told; absent fields do not limit. */
export const AgentPolicy = z.object({
  /** Namespaces where runs may be; `*` at the end stands for anything. */
  namespaces: z.array(z.string().max(253)).max(1000).optional(),
  kinds: z.array(z.string().max(32)).max(32).optional(),
  /** Image references must begin with one of these. */
  registries: z.array(z.string().max(253)).max(1000).optional(),
  /** The most open that logs may be; the control plane's own setting can only be stricter. */
  logs: z.enum(['local', 'redact', 'relay', 'stream']).optional(),
  exec: z.boolean().optional(),
  /** Whole devices of all runs together. */
  maxGpus: z.int().nonnegative().optional(),
  maxReplicas: z.int().positive().optional(),
})
export type AgentPolicy = z.infer<typeof AgentPolicy>

/** What a cluster can do, as its agent found it. */
export const ClusterStatus = z.object({
  kind: z.literal('cluster'),
  key: z.literal('self'),
  seq: z.int().positive(),
  kubernetes: z.object({ version: z.string().max(64), platform: z.string().max(64) }).optional(),
  /** Controllers that runs can use, by name of the resource (`jobsets.jobset.x-k8s.io`). */
  apis: z
    .array(z.object({ name: z.string().max(253), versions: z.array(z.string().max(63)).max(20) }))
    .max(200)
    .default([]),
  storageClasses: z
    .array(
      z.object({
        name: z.string().max(253),
        provisioner: z.string().max(253),
        isDefault: z.boolean(),
        /** Several nodes may write at once; null where that cannot be told. */
        isShared: z.boolean().nullable(),
      }),
    )
    .max(200)
    .default([]),
  /** Rights that are missing, by namespace: `["create", "batch/jobs"]`. Empty: everything that runs need is allowed. */
  missingRights: z
    .array(z.object({ namespace: z.string().max(253), verb: z.string().max(32), resource: z.string().max(253) }))
    .max(1000)
    .default([]),
  /** Namespaces in which the agent may work. */
  namespaces: z.array(z.string().max(253)).max(2000).default([]),
  policy: AgentPolicy.default({}),
  /** Where usage comes from: `kubelet`, `metrics-server`, `dcgm-exporter`. */
  metricSources: z.array(z.string().max(64)).max(20).default([]),
})
export type ClusterStatus = z.infer<typeof ClusterStatus>
