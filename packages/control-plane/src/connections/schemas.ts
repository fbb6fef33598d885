import { z } from 'zod'
import { Id, Name, Ref, Time } from '../common/schemas.ts'

export const CONNECTION_TYPES = ['s3', 'pvc', 'uri', 'git'] as const
const Type = z.enum(CONNECTION_TYPES)
const Settings = z
  .record(
    z
      .string()
      .regex(/^[a-z][A-Za-z0-9]*$/)
      .max(64),
    z.string().max(2048),
  )
  .describe('by type: s3 has bucket, endpoint, region, prefix; pvc has claim; uri and git have url; never a secret')
const MountPath = z.string().regex(/^\/./, 'give a full path below /, such as /data').max(4096)
const SecretName = z.string().min(1).max(253)

/** Data or a service that workloads of a project may use. */
export const Connection = z.object({
  id: Id,
  name: z.string(),
  project: z.object({ id: Id, name: z.string() }),
  type: Type,
  description: z.string(),
  settings: Settings,
  secret: z.string().nullable().describe('name of a Secret of the project’s namespace, in each cluster'),
  mountPath: z.string().nullable().describe('where it appears as files; for pvc and git, absent: /connections/NAME'),
  readOnly: z.boolean(),
  createdAt: Time,
  updatedAt: Time,
})
export type Connection = z.infer<typeof Connection>

export const CreateConnection = z.strictObject({
  project: Ref,
  name: Name,
  type: Type,
  description: z.string().max(500).default(''),
  settings: Settings,
  secret: SecretName.optional(),
  mountPath: MountPath.optional(),
  readOnly: z.boolean().default(false),
})
export const UpdateConnection = z.strictObject({
  project: Ref,
  connection: Ref,
  description: z.string().max(500).optional(),
  settings: Settings.optional().describe('all of them: what is not named ends'),
  secret: SecretName.nullable().optional(),
  mountPath: MountPath.nullable().optional(),
  readOnly: z.boolean().optional(),
})
export const ConnectionRef = z.strictObject({ project: Ref, connection: Ref })
export const ListConnections = z.strictObject({ project: Ref })

export const TestConnection = z.strictObject({
  project: Ref,
  connection: Ref,
  cluster: Ref.optional().describe('from where; absent: the first that is in contact'),
})
export const ConnectionTest = z.object({
  ok: z.boolean(),
  cluster: z.object({ id: Id, name: z.string() }),
  message: z.string().describe('why it failed, or that it answered'),
  latencyMs: z.number().nullable(),
  objects: z.number().nullable().describe('how many were seen; not all are counted'),
  bytes: z.number().nullable(),
})
