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
export const MoveProject = z.strictObject({
  project: Ref,
  department: Ref.describe('where it goes'),
  dryRun: z.boolean().optional().describe('true: answers what it would come to, and moves nothing'),
})
const Owed = z.object({
  deserved: z.number().nullable().describe('what the department is owed itself; null: without bound'),
  before: z.number().describe('what its projects are owed together'),
  after: z.number(),
})
export const MoveConsequences = z.object({
  waiting: z.int().describe('workloads that wait, and share what the new department has from then on'),
  running: z.int().describe('workloads with a run; they go on, and count to the new department'),
  people: z
    .object({ lose: z.int(), gain: z.int() })
    .describe(
      'who may see it by a role in the one department and not by one in the other or in the whole organization',
    ),
  quotas: z
    .array(
      z.object({
        nodePool: z.object({ id: Id, name: z.string() }),
        resource: z.string(),
        project: z.number().describe('what the project is owed; it keeps that'),
        from: Owed,
        to: Owed,
      }),
    )
    .describe('in the units of Amounts, where the project is owed something'),
})
export type MoveConsequences = z.infer<typeof MoveConsequences>
export const MovedProject = Project.extend({
  from: z.object({ id: Id, name: z.string() }).describe('the department that it was in'),
  consequences: MoveConsequences,
  warnings: z.array(z.string()).describe('what its quota does less than it seems to say'),
})
export const ProjectRef = z.strictObject({ project: Ref })
export const ListProjects = z.strictObject({ department: Ref.optional() })
