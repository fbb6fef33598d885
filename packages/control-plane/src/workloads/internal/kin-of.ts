import { desc, eq, or } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { projects } from '../../db/schema/projects.ts'
import { workloadSpecs } from '../../db/schema/workload-specs.ts'
import { workloads } from '../../db/schema/workloads.ts'
import type { WorkloadDetail } from '../schemas.ts'

const CLONES_MAX = 20

/** Where a workload was cloned from, and what was cloned from it, as far as the caller may read them. */
export async function kinOf(
  ctx: Context,
  q: DrizzleTx,
  { id, clonedFrom }: { id: string; clonedFrom: string | null },
): Promise<Pick<z.infer<typeof WorkloadDetail>, 'clonedFrom' | 'clones'>> {
  const rows = await q
    .select({ workload: workloads, departmentId: projects.departmentId })
    .from(workloads)
    .innerJoin(workloadSpecs, eq(workloadSpecs.workloadId, workloads.id))
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .where(or(eq(workloadSpecs.clonedFrom, id), clonedFrom === null ? undefined : eq(workloads.id, clonedFrom)))
    .orderBy(desc(workloads.id))
    .limit(CLONES_MAX * 5)
  const seen = rows
    .filter(({ workload, departmentId }) =>
      ctx.access.can('workload:read', { departmentId, projectId: workload.projectId }),
    )
    .map(({ workload }) => workload)
  return {
    clonedFrom:
      clonedFrom === null ? null : { id: clonedFrom, name: seen.find((one) => one.id === clonedFrom)?.name ?? null },
    clones: seen
      .filter((one) => one.id !== clonedFrom)
      .slice(0, CLONES_MAX)
      .map(({ id: cloneId, name, phase, submittedAt }) => ({
        id: cloneId,
        name,
        phase,
        submittedAt: submittedAt.toISOString(),
      })),
  }
}
