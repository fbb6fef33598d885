import type { Trial } from '@fairlead/scheduler'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { askStarts } from '../forecasts/ask-starts.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { writePod } from './internal/write-pod.ts'
import { prepareWorkloads } from './prepare-workloads.ts'
import { SubmitWorkload, WorkloadPreview, type Suggestion } from './schemas.ts'
import { tellAdviceTo } from './tell-advice-to.ts'
import { upsertOf } from './upsert-of.ts'
import { viewOutlook } from './view-outlook.ts'

const ADVICE_MS_MAX = 5_000

export const previewWorkload = action({
  name: 'workload.preview',
  summary:
    'What a submission would become, with its template, size and defaults, what stands against it, and where it would start; nothing is written',
  rest: { method: 'post', path: '/workload-previews' },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: WorkloadPreview,
  run: async (ctx, input) => {
    const [found] = await transaction(ctx, (tx) => prepareWorkloads(ctx, tx, [input]))
    const prepared = must(found, 'one in, one out')
    const { row, spec, project, warnings } = prepared
    const { labels, pod, ...rest } = spec
    const upsert = upsertOf(prepared, ctx.app.clock.now())
    const trial = await tryOut(ctx, upsert)
    const [start, suggestions] =
      trial?.outcome === 'WAITS'
        ? await Promise.all([
            trial.permanent ? null : askStarts(ctx, [upsert]).then(([start]) => start ?? null),
            advise(ctx, upsert),
          ])
        : [null, []]
    return {
      name: input.name ?? null,
      kind: row.kind,
      project: { id: project.id, name: project.name },
      priority: row.priority,
      preemptible: row.preemptible,
      replicas: row.replicas,
      requests: row.requests,
      labels,
      spec: { ...rest, ...writePod(pod) },
      warnings,
      outlook: trial ? await transaction(ctx, ({ q }) => viewOutlook(ctx, q, trial, { start, suggestions })) : null,
    }
  },
})

/** What would help, as far as it is found in time. */
async function advise(ctx: Context, workload: ReturnType<typeof upsertOf>): Promise<Suggestion[] | null> {
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(ADVICE_MS_MAX)])
  const advice = await ctx.app.advisor.suggest(ctx.organizationId, workload.id, signal, workload)
  return advice === undefined ? null : await tellAdviceTo(ctx, undefined, advice)
}

/** Without a leader, the rest of the answer is still worth having. */
async function tryOut(ctx: Context, workload: ReturnType<typeof upsertOf>): Promise<Trial | undefined> {
  try {
    const [trial] = await ctx.app.askEngine({ kind: 'try', workloads: [workload] })
    return trial
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return undefined
    throw error
  }
}
