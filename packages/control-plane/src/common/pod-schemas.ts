import { z } from 'zod'
import { CpuQuantity, Duration, MemoryQuantity, Name } from './schemas.ts'

/** What a workload may ask of pods, as people write it. What a field means once it reaches a cluster says the protocol. */

const MountPath = z.string().max(4096).regex(/^\/./, 'give a full path below /, such as /data')
const ObjectName = z.string().min(1).max(253).describe('an object of the project’s namespace')
const Mount = { name: Name, mountPath: MountPath }

export const Volume = z.discriminatedUnion('type', [
  z.strictObject({
    ...Mount,
    type: z.literal('scratch').describe('empty at the start, gone at the end'),
    size: MemoryQuantity.optional(),
    inMemory: z.boolean().default(false),
  }),
  z.strictObject({
    ...Mount,
    type: z.literal('claim').describe('a claim that is there already'),
    claim: ObjectName,
    subPath: z.string().min(1).max(4096).optional(),
    readOnly: z.boolean().default(false),
  }),
  z.strictObject({
    ...Mount,
    type: z.literal('own').describe('a claim of the workload’s own'),
    size: MemoryQuantity,
    storageClass: z.string().min(1).max(253).optional(),
    keep: z.boolean().optional().describe('it outlives the workload; absent: for a workspace'),
  }),
  z.strictObject({
    ...Mount,
    type: z.literal('modelCache').describe('models that many runs of the project read'),
    size: MemoryQuantity,
    storageClass: z.string().min(1).max(253).optional(),
  }),
])

export const ConnectionUse = z.union([
  Name,
  z.strictObject({
    name: Name,
    mountPath: MountPath.optional().describe('absent: as the connection says'),
    readOnly: z.boolean().optional().describe('absent: as the connection says'),
  }),
])

const PortNumber = z.int().min(1).max(65_535)
const PortName = z
  .string()
  .max(15)
  .regex(/^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'use up to 15 lower-case letters, digits and dashes')
export const Port = z.union([PortNumber, z.strictObject({ name: PortName, port: PortNumber })])

export const Serving = z.strictObject({
  port: z
    .union([PortName, PortNumber])
    .optional()
    .describe('name or number of the port that answers; absent: the first'),
  minReplicas: z.int().min(1).max(10_000).optional().describe('absent: 1 with targetCpuPercent, else all'),
  targetCpuPercent: z.int().min(1).max(100).optional().describe('grows to `replicas` above it; absent: it stays'),
  healthPath: z.string().regex(/^\//, 'begin with /').max(1024).optional(),
})

export const Build = z.strictObject({
  destination: z.string().min(1).max(1024).describe('where the image is pushed, with its tag'),
  dockerfile: z.string().min(1).max(4096).default('Dockerfile').describe('its path in the context'),
  context: Name.optional().describe('a git connection of the project'),
  inline: z.string().min(1).max(262_144).optional().describe('the text of the Dockerfile, in place of a file'),
  pushSecret: ObjectName.optional(),
})

/** `auto`: an installed controller made for the kind, else what every Kubernetes has. */
export const ENGINES = ['auto', 'plain', 'jobset', 'trainer', 'ray', 'kserve'] as const

export const Limits = z.strictObject({ cpu: CpuQuantity.optional(), memory: MemoryQuantity.optional() })

/** Names of templates: those of job types have underscores. */
export const TemplateName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/, 'use lower-case letters, digits, dashes and underscores')

/** The fields of a workload that only pods can take. */
export const PodFields = {
  size: Name.optional().describe('a size of the organization: requests and limits in one word'),
  limits: Limits.optional().describe('most that a replica may use; absent: what it asks for'),
  imagePullSecrets: z.array(ObjectName).max(20).optional(),
  volumes: z.array(Volume).max(50).optional(),
  connections: z.array(ConnectionUse).max(50).optional().describe('connections of the project, by name'),
  ports: z.array(Port).max(20).optional(),
  serving: Serving.optional().describe('for an endpoint'),
  build: Build.optional().describe('for an image-build'),
  config: z.record(z.string(), z.unknown()).optional().describe('for an evaluation: its /job/spec.json'),
  engine: z.enum(ENGINES).optional().describe('absent: auto'),
  keepFor: Duration.optional().describe('how long the objects of an ended run stay; absent: 5 minutes'),
}
