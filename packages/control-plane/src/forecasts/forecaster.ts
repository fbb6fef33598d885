import type { Forecast, WorkloadUpsert } from '@fairlead/scheduler'
import type { App } from '../app/app.ts'
import { AppError } from '../lib/app-error.ts'
import { forecastSeconds } from '../lib/metrics.ts'
import { runInThread } from '../lib/run-in-thread.ts'
import { sleep } from '../lib/sleep.ts'
import type { EstimateJob, ForecastAnswer, ForecastJob } from './forecast-job.ts'
import { publishCalibration } from './publish-calibration.ts'
import { readArrivals, readOutcomes, readPastRuns } from './read-history.ts'
import { saveForecasts, settleForecasts } from './save-forecasts.ts'

const SIMULATIONS = { most: 40, least: 8, single: 20 } as const
/** A pass aims at this much time; beside it, a core has four times as much for others. */
const PASS_MS = 10_000
const REST_FACTOR = 4
/** Somebody waits for the answer: what takes longer is not begun. */
const ESTIMATE_MS = 4_000
const THREAD_MS_MAX = 120_000
/** A pass looks at so many workloads: those that have waited longest for a forecast. */
const WORKLOADS_MAX = 2_000
const HISTORY_FRESH_MS = 300_000

/** Where the whole world comes from, packed. */
type Describe = () => Promise<Uint8Array>
type History = Pick<ForecastJob, 'runs' | 'recent' | 'outcomes'>

/** Forecasts the starts of waiting work for as long as this replica leads, at its own pace and in threads of its own. */
export class Forecaster {
  readonly #app: App
  readonly #describe: Describe
  #history: { at: number; value: Promise<History> } | undefined
  #msPerSimulation = 0
  #isAsked = false

  constructor(app: App, describe: Describe) {
    this.#app = app
    this.#describe = describe
  }

  /** Until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const everyMs = this.#app.config.forecastSeconds * 1_000
    if (everyMs === 0) return
    const { sql } = this.#app.database.system
    let restedAt = 0
    while (!signal.aborted) {
      try {
        await settleForecasts(sql)
        await publishCalibration(sql)
        if (performance.now() >= restedAt) restedAt = performance.now() + (await this.#pass(signal)) * REST_FACTOR
      } catch (error) {
        if (!signal.aborted) this.#app.log.error({ err: error }, 'a pass of forecasts failed')
      }
      await sleep(everyMs, signal)
    }
  }

  /** When each of these would start that nobody has submitted, if it were the only new one. Throws RATE_LIMITED while another such question is answered. */
  async estimate(alone: readonly WorkloadUpsert[]): Promise<(Forecast | null)[]> {
    if (this.#isAsked) {
      throw new AppError('RATE_LIMITED', 'another start is being forecast', { hint: 'try again in a moment' })
    }
    this.#isAsked = true
    try {
      const now = this.#app.clock.now()
      const world = await this.#describe()
      const job: EstimateJob = {
        ...(await this.#historyAt(now)),
        world,
        now,
        simulations: SIMULATIONS.single,
        alone,
        budgetMs: ESTIMATE_MS,
      }
      return await this.#inThread<(Forecast | null)[]>(job)
    } finally {
      this.#isAsked = false
    }
  }

  /** Answers how many milliseconds it computed. */
  async #pass(signal: AbortSignal): Promise<number> {
    const { sql } = this.#app.database.system
    // What no waiting helps has no start to be looked for.
    const waiting = await sql<{ id: string }[]>`
      select w.id from workloads w left join forecasts f on f.workload_id = w.id
      left join explanations e on e.organization_id = w.organization_id and e.class_key = w.class_key
      where w.phase = 'QUEUED' and not coalesce((e.explanation->>'permanent')::boolean, false) order by f.made_at nulls first, w.id limit ${WORKLOADS_MAX}`
    if (waiting.length === 0 || signal.aborted) return 0
    const { most, least } = SIMULATIONS
    const afford = this.#msPerSimulation === 0 ? most : Math.floor(PASS_MS / this.#msPerSimulation)
    const simulations = Math.max(least, Math.min(most, afford))
    const now = this.#app.clock.now()
    const ids = waiting.map(({ id }) => id)
    const { forecasts, tookMs } = await this.#think({ workloadIds: ids, more: [] }, now, simulations, signal)
    this.#msPerSimulation = tookMs / simulations
    forecastSeconds.observe(tookMs / 1_000)
    await saveForecasts(sql, forecasts)
    return tookMs
  }

  async #think(
    what: Pick<ForecastJob, 'workloadIds' | 'more'>,
    now: number,
    simulations: number,
    signal?: AbortSignal,
  ): Promise<ForecastAnswer> {
    const history = await this.#historyAt(now)
    const job: ForecastJob = { ...history, ...what, world: await this.#describe(), now, simulations }
    return await this.#inThread<ForecastAnswer>(job, signal)
  }

  async #inThread<T>(job: ForecastJob | EstimateJob, signal?: AbortSignal): Promise<T> {
    return await runInThread<T>(new URL('forecast-worker.ts', import.meta.url), job, {
      timeoutMs: THREAD_MS_MAX,
      ...(signal ? { signal } : {}),
    })
  }

  async #historyAt(now: number): Promise<History> {
    if (!this.#history || now - this.#history.at > HISTORY_FRESH_MS) {
      const { sql } = this.#app.database.system
      const read = async (): Promise<History> => ({
        runs: await readPastRuns(sql, now),
        recent: await readArrivals(sql, now),
        outcomes: await readOutcomes(sql, now),
      })
      this.#history = { at: now, value: read() }
      this.#history.value.catch(() => {
        this.#history = undefined
      })
    }
    return await this.#history.value
  }
}
