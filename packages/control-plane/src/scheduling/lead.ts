import { DEFAULT_POLICY } from '@fairlead/scheduler'
import type { App } from '../app/app.ts'
import { decisions, roundSeconds, roundsChecked, violations } from '../lib/metrics.ts'
import { feedHead, readFeed, type FeedCursor } from '../db/change-feed.ts'
import { Forecaster } from '../forecasts/forecaster.ts'
import { sleep } from '../lib/sleep.ts'
import { commitPlan, originOf } from './commit-plan.ts'
import { DecisionLog } from './decision-log.ts'
import { Engine } from './engine.ts'
import type { EngineDoor } from './engine-door.ts'
import { notePlanned } from './leader-lease.ts'
import { ReportWriter } from './report-writer.ts'
import { World } from './world.ts'

/** At the latest after this long a round looks again, in case only time has changed: minimum runtimes, clusters to be avoided. */
const IDLE_ROUND_MS = 5_000
const USAGE_EVERY_MS = 60_000
/** That rounds go on is written down no more often than this. */
const NOTE_EVERY_MS = 1_000

/** One reign of a leader: load the world, then follow its changes and decide, until leadership or the process ends. Throws what ends it. */
export async function lead(
  app: App,
  epoch: number,
  wakes: { wait: (ms: number) => Promise<void> },
  signal: AbortSignal,
  door: EngineDoor,
): Promise<void> {
  const { sql } = app.database.system
  const engine = new Engine({ isRecording: app.config.decisionLogHours > 0 })
  const log = new DecisionLog(app, engine, epoch)
  const world = new World(sql)
  const reports = new ReportWriter(app, world, epoch)
  let cursor: FeedCursor = await feedHead(sql)
  let hasWork = true
  let isChanged = true
  let lastRoundAt = 0
  let notedAt = 0
  let usageAt = app.clock.now()
  let seed = epoch
  const forecaster = new Forecaster(app, () => engine.describe())
  const over = new AbortController()
  let forecasting = Promise.resolve()
  let closeDoor = (): void => undefined

  async function follow(): Promise<void> {
    for (;;) {
      const page = await readFeed(sql, cursor)
      cursor = page.cursor
      // Our own commits were applied when they were made.
      const news = page.changes.filter((change) => change.origin !== originOf(epoch))
      if (news.length > 0) {
        engine.apply(await world.follow(news))
        isChanged = true
      }
      if (!page.moreSoon) return
      if (page.changes.length === 0) return await sleep(5, signal)
    }
  }

  async function round(): Promise<void> {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0
    isChanged = false
    lastRoundAt = app.clock.now()
    await log.beginSection(lastRoundAt)
    const inputs = { now: lastRoundAt, seed, preemptionsLeft: await world.preemptionsLeft() }
    const { plan, planMicros, unrecorded, classKeys } = await engine.plan(DEFAULT_POLICY, inputs)
    roundSeconds.observe({ part: 'plan' }, planMicros / 1_000_000)
    hasWork = plan.counts.waiting > 0
    const hasDecisions =
      plan.assignments.length + plan.preemptions.length + plan.nominations.length + plan.withdrawnNominations.length > 0
    if (hasDecisions) {
      const end = roundSeconds.startTimer({ part: 'commit' })
      const committed = await commitPlan(app, {
        plan,
        planMicros,
        classKeys,
        holder: app.replicaId,
        epoch,
        nodeName: (id) => world.nodeName(id),
        log: log.round(DEFAULT_POLICY, inputs),
      })
      end()
      engine.apply(committed.deltas)
      if (committed.refused.length > 0) engine.apply(await world.reload(committed.refused))
      decisions.inc({ kind: 'assign' }, committed.assigned)
      decisions.inc({ kind: 'preempt' }, committed.preempted)
      lastRoundId = committed.roundId
      if (app.config.checkRounds) await check(committed.roundId)
      // Something was placed: there may be room to give away in what the plan left behind.
      isChanged ||= committed.assigned > 0 && hasWork
      app.log.info({ round: committed.roundId, planMicros, ...plan.counts, refused: committed.refused.length }, 'round')
    } else await log.afterIdleRound(unrecorded)
    reports.note(plan, lastRoundId)
    if (lastRoundAt - notedAt >= NOTE_EVERY_MS) {
      notedAt = lastRoundAt
      await notePlanned(sql, app.replicaId, epoch)
    }
  }
  let lastRoundId = 0

  async function check(roundId: number): Promise<void> {
    const found = await engine.check()
    roundsChecked.inc()
    violations.inc(found.length)
    for (const violation of found.slice(0, 20)) app.log.error({ round: roundId, violation }, 'invariant broken')
  }

  try {
    engine.apply(await world.load())
    closeDoor = door.open(async (question) =>
      question.kind === 'forecast'
        ? await forecaster.estimate(question.workloads)
        : await engine.ask(DEFAULT_POLICY, { now: app.clock.now(), seed }, question),
    )
    forecasting = forecaster.run(AbortSignal.any([signal, over.signal]))
    app.log.info({ epoch }, 'leading: the world is loaded')
    while (!signal.aborted) {
      await follow()
      if (app.clock.now() - usageAt > USAGE_EVERY_MS) {
        usageAt = app.clock.now()
        if (await world.refreshUsage()) {
          engine.apply(await world.queueDeltas())
          isChanged = true
        }
      }
      const isLate = hasWork && app.clock.now() - lastRoundAt >= IDLE_ROUND_MS
      if (isChanged || isLate) {
        await round()
        await sleep(app.config.roundCoalesceMs, signal)
        await reports.flush(app.clock.now())
        continue
      }
      await reports.flush(app.clock.now())
      await wakes.wait(Math.min(IDLE_ROUND_MS, reports.dueIn(app.clock.now()) ?? IDLE_ROUND_MS))
    }
  } finally {
    closeDoor()
    over.abort()
    await engine.stop()
    await forecasting
  }
}
