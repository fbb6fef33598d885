import { z } from 'zod'

/** As in Kubernetes: lets the pods of a run onto nodes with matching taints. */
export const Toleration = z.object({
  key: z.string().max(316),
  operator: z.enum(['Exists', 'Equal']).catch('Equal'),
  value: z.string().max(63),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
})
export type Toleration = z.infer<typeof Toleration>

const Mount = { name: z.string().min(1).max(63), mountPath: z.string().min(1).max(4096) }

/** Storage that a run sees. Sizes in MiB. */
export const Volume = z.discriminatedUnion('type', [
  /** Empty at the start, gone at the end. */
  z.object({ ...Mount, type: z.literal('scratch'), sizeMib: z.int().positive().optional(), inMemory: z.boolean() }),
  /** A claim that exists in the project's namespace. */
  z.object({
    ...Mount,
    type: z.literal('claim'),
    claim: z.string().min(1).max(253),
    subPath: z.string().max(4096).optional(),
    readOnly: z.boolean(),
  }),
  /** A claim of the workload's own, made at its first run. `keep`: it outlives the workload. */
  z.object({
    ...Mount,
    type: z.literal('own'),
    sizeMib: z.int().positive(),
    storageClass: z.string().max(253).optional(),
    keep: z.boolean(),
  }),
  /** Models that many runs read: one claim of the namespace where the class can be shared by nodes, else one copy for each node. */
  z.object({
    ...Mount,
    type: z.literal('modelCache'),
    sizeMib: z.int().positive(),
    storageClass: z.string().max(253).optional(),
  }),
])
export type Volume = z.infer<typeof Volume>

/** Settings of a connection that are no secrets, for example `endpoint`, `region`, `bucket`, `prefix`, `url`, `ref`, `caConfigMap`, `claim`. */
const ConnectionSettings = z.record(z.string().max(64), z.string().max(2048))

/** Data or a service that a run may use. The secret stays in the cluster and is named only. */
export const Connection = z.object({
  name: z.string().min(1).max(63),
  type: z.enum(['s3', 'pvc', 'uri', 'git']),
  settings: ConnectionSettings,
  /** A Secret of the project's namespace; its keys become environment variables under the names that the type's tools expect. */
  secret: z.string().max(253).optional(),
  /** Where it appears as files; for `pvc` and `git`. */
  mountPath: z.string().max(4096).optional(),
  readOnly: z.boolean(),
})
export type Connection = z.infer<typeof Connection>

export const NamedPort = z.object({ name: z.string().min(1).max(15), port: z.int().min(1).max(65_535) })
export type NamedPort = z.infer<typeof NamedPort>

/** How an endpoint serves. `replicas` of the run is the most it may grow to: room for all of them is held. */
export const Serving = z.object({
  /** Of the named ports, the one that answers requests. */
  port: z.string().min(1).max(15),
  minReplicas: z.int().positive(),
  /** Average use of the requested cores at which it grows. Absent: it stays at `replicas`. */
  targetCpuPercent: z.int().min(1).max(100).optional(),
  /** Answers 200 when the replica can take requests. Absent: an open port is enough. */
  healthPath: z.string().max(1024).optional(),
})
export type Serving = z.infer<typeof Serving>

/** An image that is built from a Git connection or a ConfigMap with a Dockerfile, without root, and pushed. */
export const Build = z.object({
  destination: z.string().min(1).max(1024),
  dockerfile: z.string().max(4096),
  /** Name of the connection with the context; absent: the Dockerfile alone. */
  context: z.string().max(63).optional(),
  /** The Dockerfile's text, where it is not in the context. */
  inline: z.string().max(262_144).optional(),
  pushSecret: z.string().max(253).optional(),
})
export type Build = z.infer<typeof Build>

/** What realises a run. `plain`: what every Kubernetes has. `auto`: an installed controller made for the kind, else `plain`. */
export const ENGINES = ['auto', 'plain', 'jobset', 'trainer', 'ray', 'kserve'] as const

/**
 * What pods need beyond the command. Absent on a run that any driver can take; a driver without pods declines a run that has it, unless everything in it can be
 * given another way.
 */
export const PodSpec = z.object({
  engine: z.enum(ENGINES).catch('auto'),
  /** Most that a replica may use; absent names are limited to what is requested. */
  limits: z.record(z.string(), z.int().nonnegative()),
  imagePullSecrets: z.array(z.string().max(253)).max(20),
  tolerations: z.array(Toleration).max(100),
  volumes: z.array(Volume).max(50),
  connections: z.array(Connection).max(50),
  ports: z.array(NamedPort).max(20),
  serving: Serving.optional(),
  build: Build.optional(),
  /** For `evaluation`: the content of `/job/spec.json`. */
  config: z.record(z.string(), z.unknown()).optional(),
  /** How long the objects of an ended run stay, once its output and its end are safe. */
  keepSeconds: z.int().nonnegative(),
})
export type PodSpec = z.infer<typeof PodSpec>
