import type { MetricSample } from '@fairlead/protocol'
import type { Driver } from '../drivers/driver.ts'
import type { Clock } from '../lib/clock.ts'
import type { FrameSource, Produced } from '../link/frame-source.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { Sweeper } from '../lib/sweeper.ts'

/** A frame of this many samples is a third of what a frame may hold. */
const SAMPLES_PER_FRAME = 3_000

export type MetricsOptions = { driver: Driver; clock: Clock; random: () => number; log: Logger; kick: () => void }

/** Usage of nodes, runs and the agent itself, from time to time. Only the newest sample is kept; it is sent when nothing else waits. */
export class MetricsSource implements FrameSource {
  readonly #options: MetricsOptions
  #samples: MetricSample[] = []
  #takenAt = 0
  readonly #sweeper: Sweeper
  #cpu = process.cpuUsage()
  #cpuAt: number
  #isSampling = false

  constructor(options: MetricsOptions) {
    this.#options = options
    this.#sweeper = new Sweeper(options)
    this.#cpuAt = options.clock.mono()
  }

  /** Begins to sample, or goes on at another pace. */
  run(everyMs: number): void {
    this.stop()
    this.#sweeper.open(everyMs, () => this.sample())
  }

  stop(): void {
    this.#sweeper.close()
    this.#samples = []
  }

  async sample(): Promise<void> {
    if (this.#isSampling) return
    this.#isSampling = true
    try {
      const samples = await this.#options.driver.usage()
      this.#samples = [this.#self(), ...samples]
      this.#takenAt = this.#options.clock.mono()
      this.#options.kick()
    } catch (error) {
      this.#options.log.warn({ problem: messageOf(error) }, 'usage could not be read')
    } finally {
      this.#isSampling = false
    }
  }

  next(): Produced | undefined {
    if (this.#samples.length === 0) return undefined
    const samples = this.#samples.splice(0, SAMPLES_PER_FRAME)
    return {
      t: 'metrics',
      body: { agoMs: Math.max(0, Math.round(this.#options.clock.mono() - this.#takenAt)), samples },
    }
  }

  #self(): MetricSample {
    const now = this.#options.clock.mono()
    const used = process.cpuUsage(this.#cpu)
    const passedMs = Math.max(1, now - this.#cpuAt)
    this.#cpu = process.cpuUsage()
    this.#cpuAt = now
    const cpu = Math.round((used.user + used.system) / passedMs)
    return { kind: 'agent', key: 'self', values: { cpu, memory: Math.round(process.memoryUsage.rss() / 1_048_576) } }
  }
}
