import { z } from 'zod'
import { LabelRule } from '../common/placement-schemas.ts'
import { Duration, Id, Name, Ref, Time } from '../common/schemas.ts'

export const Project = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  namespace: z.string().describe('where its runs live in each Kubernetes cluster'),
  department: z.object({ id: Id, name: z.string() }),
  lostAfterSeconds: z.int(),
  clusterRules: z.array(LabelRule).describe('on labels of clusters: where its work may be, whatever a workload says'),
  createdAt: Time,
  archivedAt: Time.nullable(),
})
export type Project = z.infer<typeof Project>

const clusterRules = z.array(LabelRule).max(50).optional().describe('on labels of clusters: regions, residency')

export const CreateProject = z.strictObject({
  name: Name,
  department: Ref,
  description: z.string().max(500).default(''),
  namespace: Name.optional().describe('absent: the name'),
  lostAfter: Duration.optional().describe('how long a silent cluster keeps its runs; absent: 30 minutes'),
  clusterRules,
})
export const UpdateProject = z.strictObject({
  project: Ref,
  description: z.string().max(500).optional(),
  lostAfter: Duration.optional(),
  clusterRules,
})
export const ProjectRef = z.strictObject({ project: Ref })
export const ListProjects = z.strictObject({ department: Ref.optional() })
