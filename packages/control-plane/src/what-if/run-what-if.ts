import { action } from '../app/action.ts'
import { AppError } from '../lib/app-error.ts'
import { runInThread } from '../lib/run-in-thread.ts'
import { applyChanges } from './apply-changes.ts'
import { readPastWork, readScene } from './read-scene.ts'
import type { Scene } from './scene.ts'
import { RunWhatIf, WhatIfReport, WINDOW_DAYS_MAX } from './schemas.ts'
import { traceArrivals } from './trace-arrivals.ts'
import { viewReport } from './view-report.ts'
import type { WhatIfAnswer, WhatIfJob } from './what-if-job.ts'

const THREAD_MS_MAX = 120_000
/** Of this replica: each takes a core. */
let isRunning = false

export const runWhatIf = action({
  name: 'what-if.run',
  summary: 'Play past work again with changed quotas, nodes, priorities and policies, and compare; nothing is changed',
  rest: { method: 'post', path: '/what-if' },
  allow: 'quota:write',
  input: RunWhatIf,
  output: WhatIfReport,
  run: async (ctx, input) => {
    // It tells of the work of every project.
    ctx.access.require('quota:write')
    const days = input.window / 86_400
    if (days > WINDOW_DAYS_MAX || input.window === 0) {
      throw new AppError('VALIDATION', `window: give more than nothing and at most ${WINDOW_DAYS_MAX} days`, {
        issues: [{ path: 'window', message: `at most ${WINDOW_DAYS_MAX}d` }],
      })
    }
    if (isRunning) {
      throw new AppError('RATE_LIMITED', 'another simulation is running', { hint: 'try again when it is through' })
    }
    isRunning = true
    try {
      const now = ctx.app.clock.now()
      // Readers of the engine's world: each names the organization.
      const { sql } = ctx.app.database.system
      const scene = await readScene(sql, ctx.organizationId)
      const spanMs = input.trace ? 1000 * Math.max(...input.trace.rows.map(([at]) => at)) : input.window * 1000
      const from = input.trace ? now : now - spanMs
      const arrivals = input.trace
        ? traceArrivals(scene, input.trace, from)
        : await readPastWork(sql, ctx.organizationId, { from, now, projectIds: projectsOf(scene) })
      if (arrivals.length === 0) {
        throw new AppError('CONFLICT', 'no work was submitted in that window, so there is nothing to play again', {
          hint: 'choose a longer window, or give a trace',
        })
      }
      const before = { ...scene, arrivals }
      const { after, warnings } = applyChanges(before, input.changes)
      const until = from + Math.max(spanMs, 60_000)
      const answer = await play({ before, after, from, until }, ctx.signal)
      return {
        from: new Date(from).toISOString(),
        until: new Date(until).toISOString(),
        workloads: arrivals.length,
        assumptions: assumptionsOf(input.trace !== undefined),
        warnings,
        ...viewReport(after.world, answer.comparison),
        tookMs: answer.tookMs,
      }
    } finally {
      isRunning = false
    }
  },
})

function projectsOf({ world }: Scene): Set<string> {
  return new Set(world.flatMap((delta) => (delta.kind === 'queue' && delta.parentId !== undefined ? [delta.id] : [])))
}

async function play(job: WhatIfJob, signal: AbortSignal): Promise<WhatIfAnswer> {
  try {
    return await runInThread<WhatIfAnswer>(new URL('what-if-worker.ts', import.meta.url), job, {
      timeoutMs: THREAD_MS_MAX,
      signal,
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new AppError('CONFLICT', `the simulation takes longer than ${THREAD_MS_MAX / 1000} s`, {
        hint: 'choose a shorter window or a smaller part of the trace',
        cause: error,
      })
    }
    throw error
  }
}

function assumptionsOf(isTrace: boolean): string[] {
  const world = [
    'clusters, nodes, pools and quotas are those of now over the whole time; every cluster is in contact and every node is open',
    'shares do not depend on past use, and nothing fails, declines or is cancelled',
    'work that is preempted starts again from zero after a grace of 30 s',
  ]
  return isTrace
    ? [
        ...world,
        'queues of the trace are the projects of the same name; the others are dealt out by GPU-time to the projects that deserve most',
        'jobs of more than 8 GPUs are gangs of 8 each; all are preemptible, in the default pool, with the priority of a job',
      ]
    : [
        ...world,
        'work runs as long as it did; what ran or waited at the beginning arrives then, with the rest of its running time',
        'what runs or waits still takes the median time of its kind',
      ]
}
