import { z } from 'zod'
import { Duration, Id, Name, Ref, Time } from '../common/schemas.ts'

export const Project = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  namespace: z.string().describe('where its runs live in each Kubernetes cluster'),
  department: z.object({ id: Id, name: z.string() }),
  lostAfterSeconds: z.int(),
  createdAt: Time,
  archivedAt: Time.nullable(),
})
export type Project = z.infer<typeof Project>

export const CreateProject = z.strictObject({
  name: Name,
  department: Ref,
  description: z.string().max(500).default(''),
  namespace: Name.optional().describe('absent: the name'),
  lostAfter: Duration.optional().describe('how long a silent cluster keeps its runs; absent: 30 minutes'),
})
export const UpdateProject = z.strictObject({
  project: Ref,
  description: z.string().max(500).optional(),
  lostAfter: Duration.optional(),
})
export const ProjectRef = z.strictObject({ project: Ref })
export const ListProjects = z.strictObject({ department: Ref.optional() })
