import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { commands } from '../db/schema/commands.ts'
import { clusters } from '../db/schema/clusters.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { runs } from '../db/schema/runs.ts'
import { must } from '../lib/invariant.ts'
import { poolOfNode } from '../node-pools/pool-of-node.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { ClusterRef, Enrolment, type EnrolmentStep } from './schemas.ts'

/** Small, and in most mirrors. */
const SAMPLE_IMAGE = 'docker.io/library/busybox:1.37'

type Step = z.infer<typeof EnrolmentStep>

export const getEnrolment = action({
  name: 'cluster.enrolment',
  summary: 'How far a new cluster has come, step by step, as seen from here',
  rest: { method: 'get', path: '/clusters/{cluster}/enrolment' },
  allow: 'cluster:read',
  input: ClusterRef,
  output: Enrolment,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const row = await findCluster(q, input.cluster)
      const [view] = await viewClusters(q, ctx.app.version, eq(clusters.id, row.id))
      const cluster = must(view, 'the cluster was found')
      const [token] = await q
        .select({
          expiresAt: joinTokens.expiresAt,
          isGood: sql<boolean>`expires_at > now() and revoked_at is null`,
          usedAt: joinTokens.usedAt,
        })
        .from(joinTokens)
        .where(eq(joinTokens.clusterId, row.id))
        .orderBy(desc(joinTokens.id))
        .limit(1)
      const [check] = await q
        .select()
        .from(commands)
        .where(and(eq(commands.clusterId, row.id), eq(commands.verb, 'check'), sql`finished_at is not null`))
        .orderBy(desc(commands.id))
        .limit(1)
      const present = await q
        .select()
        .from(nodes)
        .where(and(eq(nodes.clusterId, row.id), isNull(nodes.goneAt)))
      const pools = await q.select().from(nodePools)
      const used = [...new Set(present.map((node) => poolOfNode(pools, node)))].flatMap(
        (id) => pools.find((pool) => pool.id === id)?.name ?? [],
      )
      const [first] = await q
        .select({ phase: runs.phase })
        .from(runs)
        .where(and(eq(runs.clusterId, row.id), eq(runs.phase, 'SUCCEEDED')))
        .limit(1)
      const isEnrolled = row.enrolledAt !== null
      const steps: Step[] = [
        tokenStep(isEnrolled, token),
        step(
          'enrolled',
          'The agent has enrolled',
          isEnrolled,
          isEnrolled ? `driver ${row.driver}, version ${row.agentVersion}` : 'no agent yet',
        ),
        step('heartbeat', 'Its heartbeat arrives', cluster.connected, cluster.healthMessage),
        checkStep(row.name, check?.state, check?.result?.output),
        step(
          'nodes',
          'Its nodes are known',
          present.length > 0,
          `${present.length} node(s), ${cluster.nodes.ready} ready`,
        ),
        step('pool', 'They belong to a pool', used.length > 0, used.length > 0 ? used.join(', ') : 'no node yet'),
        step(
          'first-run',
          'A first run has succeeded here',
          first !== undefined,
          first ? 'done' : 'nothing has run to its end yet',
          `try: fairlead run --cluster ${row.name} ${row.driver === 'kubernetes' ? `--image ${SAMPLE_IMAGE} ` : ''}-- echo hello`,
        ),
      ]
      return { cluster, steps }
    }),
})

function step(name: Step['step'], title: string, isDone: boolean, detail: string, fix: string | null = null): Step {
  return { step: name, title, state: isDone ? 'done' : 'waiting', detail, fix: isDone ? null : fix }
}

function tokenStep(
  isEnrolled: boolean,
  token: { expiresAt: Date; isGood: boolean; usedAt: Date | null } | undefined,
): Step {
  const title = 'A join token was made'
  if (isEnrolled) return { step: 'token', title, state: 'done', detail: 'used', fix: null }
  if (token?.isGood)
    return { step: 'token', title, state: 'done', detail: `good until ${token.expiresAt.toISOString()}`, fix: null }
  return { step: 'token', title, state: 'failed', detail: 'it has expired', fix: 'make a new one' }
}

function checkStep(name: string, state: string | undefined, output: unknown): Step {
  const title = 'Its self-test passes'
  const lines = Array.isArray(output)
    ? (output as { ok?: boolean; name?: string; detail?: string; fix?: string }[])
    : []
  const failing = lines.filter((line) => line.ok === false)
  if (state === 'succeeded' && failing.length === 0) {
    return { step: 'checks', title, state: 'done', detail: `${lines.length} checks passed`, fix: null }
  }
  if (failing.length > 0) {
    const detail = failing.map((line) => `${line.name}: ${line.detail}`).join('; ')
    return { step: 'checks', title, state: 'failed', detail, fix: failing[0]?.fix ?? null }
  }
  return {
    step: 'checks',
    title,
    state: 'waiting',
    detail: 'not run yet',
    fix: `run it with: fairlead cluster check ${name}`,
  }
}
