import type { Forecast, WorkloadUpsert } from '@fairlead/scheduler'
import type { Context } from '../app/context.ts'
import type { StartEstimate } from '../common/schemas.ts'

/**
 * When each of these would start that nobody has submitted, as if it were the only new one. A forecast is worth having, and not worth failing for: `null`
 * where it could not be made in time.
 */
export async function askStarts(ctx: Context, workloads: WorkloadUpsert[]): Promise<(StartEstimate | null)[]> {
  if (workloads.length === 0) return []
  try {
    const found = await ctx.app.askEngine({ kind: 'forecast', workloads })
    return workloads.map((_, index) => viewForecast(found[index] ?? null))
  } catch (error) {
    ctx.log.info({ err: error }, 'no forecast')
    return workloads.map(() => null)
  }
}

function viewForecast(found: Forecast | null): StartEstimate | null {
  if (found === null) return null
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
  const { p50At, p90At, simulations, madeAt } = found
  return { p50: time(p50At), p90: time(p90At), samples: simulations, madeAt: new Date(madeAt).toISOString() }
}
