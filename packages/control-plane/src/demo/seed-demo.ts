import type { WorldChange } from '@fairlead/scheduler'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { organizations } from '../db/schema/organizations.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { runInThread } from '../lib/run-in-thread.ts'
import { readScene } from '../what-if/read-scene.ts'
import { DEMO_PLANS } from './internal/demo-plan.ts'
import { drawWork } from './internal/draw-work.ts'
import { layOut, type DemoLayout } from './internal/lay-out.ts'
import type { Played, PlayJob } from './internal/play-work.ts'
import { readyWork, type ReadyWork } from './internal/ready-work.ts'
import { requireEmpty } from './internal/require-empty.ts'
import { rollUpPast } from './internal/roll-up-past.ts'
import { takeAway } from './internal/take-away.ts'
import { tellLife, type ToldLife } from './internal/tell-lives.ts'
import { writeLayout } from './internal/write-layout.ts'
import { writeLives } from './internal/write-lives.ts'
import { writeRounds } from './internal/write-rounds.ts'
import { writeHistory } from './internal/write-history.ts'
import { DemoSeeded, SeedDemo } from './schemas.ts'

const DAY_MS = 86_400_000
const THREAD_MS_MAX = 300_000
/** Of this replica: one takes a core, and the next would be refused anyway. */
let isSeeding = false

export const seedDemo = action({
  name: 'demo.seed',
  summary:
    'Fill an empty organization with clusters, people and a month of work that the scheduler decided in virtual time',
  rest: { method: 'post', path: '/demo', status: 201 },
  allow: 'cluster:write',
  input: SeedDemo,
  output: DemoSeeded,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    if (isSeeding) throw new AppError('RATE_LIMITED', 'a demo is being made', { hint: 'wait until it is there' })
    isSeeding = true
    try {
      return await seed(ctx, input)
    } finally {
      isSeeding = false
    }
  },
})

async function seed(ctx: Context, input: SeedDemo): Promise<DemoSeeded> {
  const startedAt = performance.now()
  const { organizationId, app } = ctx
  const until = app.clock.now()
  const from = until - DEMO_PLANS[input.size].days * DAY_MS
  const layout = layOut(input, organizationId, from - DAY_MS)
  const drawn = drawWork(input, layout, until)
  await transaction(ctx, async (tx) => {
    await requireEmpty(tx.q)
    await writeLayout(tx, layout, { organizationId, at: from - DAY_MS, now: until, agentVersion: app.version })
    const [organization] = await tx.q.select().from(organizations)
    const { id, name } = must(organization, 'a request belongs to an organization')
    await recordAudit(tx, ctx, 'demo.seed', { kind: 'organization', id, name }, { ...input })
  })
  try {
    const works = await transaction(ctx, (tx) => readyWork(ctx, tx, drawn, input.seed))
    const played = await play(ctx, works, { from, until })
    const { lives, times } = tellLives(played, { works, layout, seed: input.seed, until })
    const roundIds = await writeRounds(app, lives, { times, planMicros: played.planMicros })
    await transaction(ctx, (tx) => writeLives(tx, lives, { organizationId, roundIds }))
    const runs = lives.flatMap((life) => life.runs)
    await writeHistory(ctx, layout, runs, { from, until })
    await rollUpPast(app, from)
    return {
      ...input,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      clusters: layout.clusters.map(({ name }) => name),
      nodes: layout.nodes.length,
      departments: layout.departments.length,
      projects: layout.projects.length,
      users: layout.people.length,
      workloads: countOf(lives),
      runs: runs.length,
      rounds: played.counts.rounds,
      tookMs: Math.round(performance.now() - startedAt),
    }
  } catch (error) {
    // Half a demo would stand in the way of the next one.
    await transaction(ctx, (tx) => takeAway(tx))
    throw error
  }
}

async function play(
  ctx: Context,
  works: readonly ReadyWork[],
  { from, until }: { from: number; until: number },
): Promise<Played & { planMicros: number }> {
  // Readers of the engine's world: each names the organization.
  const { world, policy, preemptionsMaxPerHour } = await readScene(ctx.app.database.system.sql, ctx.organizationId)
  const changes = works.flatMap(({ row, cancelledAt }): WorldChange[] =>
    cancelledAt === undefined ? [] : [{ at: cancelledAt, deltas: [{ kind: 'remove', of: 'workload', id: row.id }] }],
  )
  const job: PlayJob = {
    scene: { world, policy, preemptionsMaxPerHour },
    arrivals: works.map(({ arrival }) => arrival),
    changes,
    from,
    until,
  }
  const startedAt = performance.now()
  const played = await runInThread<Played>(new URL('internal/play-worker.ts', import.meta.url), job, {
    timeoutMs: THREAD_MS_MAX,
    signal: ctx.signal,
  })
  const tookMs = performance.now() - startedAt
  return { ...played, planMicros: Math.round((tookMs * 1000) / Math.max(1, played.counts.rounds)) }
}

function tellLives(
  { workloads }: Played,
  { works, layout, seed, until }: { works: readonly ReadyWork[]; layout: DemoLayout; seed: number; until: number },
): { lives: ToldLife[]; times: number[] } {
  const clusterNames = new Map(layout.clusters.map(({ id, name }) => [id, name]))
  const nodeNames = new Map(layout.nodes.map(({ id, name }) => [id, name]))
  const byId = new Map(works.map((work) => [work.row.id, work]))
  const rounds = new Set<number>()
  for (const { attempts } of workloads) {
    for (const { startAt, preemptedFor, stoppedAt } of attempts) {
      rounds.add(startAt)
      if (preemptedFor && stoppedAt !== undefined) rounds.add(stoppedAt)
    }
  }
  const times = [...rounds].toSorted((a, b) => a - b)
  const numbers = new Map(times.map((at, index) => [at, index]))
  const telling = {
    seed,
    until,
    clusterName: (id: string) => clusterNames.get(id) ?? id,
    nodeName: (id: string) => nodeNames.get(id) ?? id,
    workOf: (id: string) => must(byId.get(id), 'the engine knows no other work'),
    roundAt: (at: number) => must(numbers.get(at), 'each decision was counted'),
  }
  return { lives: workloads.map((played) => tellLife(played, telling)), times }
}

function countOf(lives: readonly ToldLife[]): DemoSeeded['workloads'] {
  const count = (test: (phase: string) => boolean) => lives.filter(({ state }) => test(state.phase)).length
  const waiting = count((phase) => phase === 'QUEUED')
  const running = count((phase) => phase === 'ASSIGNED' || phase === 'STARTING' || phase === 'RUNNING')
  return { ended: lives.length - waiting - running, running, waiting }
}
