import { clusters } from '../../db/schema/clusters.ts'
import { departments } from '../../db/schema/departments.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { nodes } from '../../db/schema/nodes.ts'
import { projects } from '../../db/schema/projects.ts'
import { quotas } from '../../db/schema/quotas.ts'
import { roleBindings } from '../../db/schema/role-bindings.ts'
import { users } from '../../db/schema/users.ts'
import type { Tx } from '../../db/tx.ts'
import { demoId } from './demo-id.ts'
import { inChunks } from './in-chunks.ts'
import { PROJECT_ABOUTS } from './project-abouts.ts'
import type { DemoLayout } from './lay-out.ts'

/** Whoever plays the demo may come back after a while and find it as it was. */
const LOST_AFTER_SECONDS = 7 * 86_400

/** Writes clusters, nodes, pools, people, projects and quotas, as if they had been there since `at`. */
export async function writeLayout(
  tx: Tx,
  layout: DemoLayout,
  of: { organizationId: string; at: number; now: number; agentVersion: string },
): Promise<void> {
  const { organizationId, agentVersion } = of
  const [createdAt, now] = [new Date(of.at), new Date(of.now)]
  const owned = { organizationId, createdAt }
  await tx.q.insert(departments).values(layout.departments.map((one) => ({ ...one, ...owned })))
  await tx.q.insert(projects).values(
    layout.projects.map(({ id, name, departmentId }) => ({
      ...owned,
      id,
      name,
      departmentId,
      namespace: name,
      description: PROJECT_ABOUTS[name] ?? '',
      lostAfterSeconds: LOST_AFTER_SECONDS,
    })),
  )
  await tx.q.insert(users).values(layout.people.map((one) => ({ ...one, ...owned, lastSignInAt: now })))
  await tx.q.insert(roleBindings).values(bindingsOf(layout, of).map((one) => ({ ...one, ...owned })))
  await tx.q.insert(nodePools).values(layout.pools.map((one) => ({ ...one, ...owned, clusterIds: [] })))
  await tx.q
    .insert(quotas)
    .values(
      layout.quotas.map(({ poolId, ...one }) => ({ ...one, organizationId, nodePoolId: poolId, updatedAt: createdAt })),
    )
  await tx.q.insert(clusters).values(
    layout.clusters.map((one) => ({
      ...one,
      ...owned,
      driver: 'simulated',
      agentVersion,
      platform: { os: 'linux', version: 'simulated' },
      enrolledAt: createdAt,
      lastSeenAt: now,
      updatedAt: createdAt,
    })),
  )
  const rows = layout.nodes.map((one) => ({
    ...one,
    organizationId,
    ready: true,
    schedulable: true,
    taints: [],
    versions: { kubelet: 'simulated' },
    statusBootId: 'demo',
    statusSeq: 0,
    observedAt: now,
  }))
  await inChunks(rows, (chunk) => tx.q.insert(nodes).values(chunk))
  await tellOf(tx, layout)
}

/** Everybody may work in their projects; the first of each department looks after it. */
function bindingsOf(
  { projects: all, departments: units }: DemoLayout,
  { organizationId, at }: { organizationId: string; at: number },
) {
  const binding = (
    userId: string,
    role: 'researcher' | 'department-admin',
    scopeKind: 'project' | 'department',
    scopeId: string,
  ) => ({
    id: demoId(at, `${userId} ${role} ${scopeId}`, organizationId),
    userId,
    role,
    scopeKind,
    scopeId,
  })
  const heads = units.flatMap(({ id }) => {
    const head = all.find((project) => project.departmentId === id)?.people[0]
    return head ? [binding(head.id, 'department-admin', 'department', id)] : []
  })
  return [
    ...heads,
    ...all.flatMap(({ id, people }) => people.map((one) => binding(one.id, 'researcher', 'project', id))),
  ]
}

async function tellOf(tx: Tx, layout: DemoLayout): Promise<void> {
  const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id)
  await tx.changed('department', ids(layout.departments))
  await tx.changed('project', ids(layout.projects))
  await tx.changed('node-pool', ids(layout.pools))
  await tx.changed('quota', [...new Set(layout.quotas.map(({ queueId }) => queueId))])
  await tx.changed('cluster', ids(layout.clusters))
  await tx.changed('node', ids(layout.nodes))
  await tx.changed('user', ids(layout.people))
}
