import { jittered, sleep, type Clock } from '../../lib/clock.ts'
import type { PodIdentity } from '../../job-api/token-verifier.ts'
import type { Told } from '../../job-api/told.ts'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import type { RunRecord } from './observe/run-record.ts'
import type { World, WorldRun } from './observe/world.ts'

/** Progress of a run is put on record this often at most; a result at once. */
const WRITE_MS_MIN = 2_000

export type ToldDeskOptions = {
  api: KubeApi
  world: World
  clock: Clock
  random: () => number
  look: (key: string) => void
}

type Pending = { told: Told; write: Promise<void> }

/** Puts what commands tell on the record of their run, so that it outlives the agent. What comes in quick succession is written once. */
export class ToldDesk {
  readonly #options: ToldDeskOptions
  readonly #pending = new Map<string, Pending>()
  readonly #writtenAt = new Map<string, number>()

  constructor(options: ToldDeskOptions) {
    this.#options = options
  }

  /** False when the pod belongs to no run here, or is another pod than the one that has the name now. */
  async tell(pod: PodIdentity, told: Told): Promise<boolean> {
    const key = this.#options.world.keyOfPod(pod)
    const run = key === undefined ? undefined : this.#options.world.get(key)
    if (key === undefined || run?.record === undefined || run.isForgotten) return false
    await this.#write(key, run.record, told)
    return true
  }

  #write(key: string, record: RunRecord, told: Told): Promise<void> {
    const pending = this.#pending.get(key)
    if (pending !== undefined) {
      Object.assign(pending.told, told)
      return pending.write
    }
    const next: Pending = { told: { ...told }, write: Promise.resolve() }
    this.#pending.set(key, next)
    next.write = this.#flush(key, record, next)
    return next.write
  }

  async #flush(key: string, record: RunRecord, pending: Pending): Promise<void> {
    const { api, clock, random, look, world } = this.#options
    const waitMs = (this.#writtenAt.get(key) ?? Number.NEGATIVE_INFINITY) + WRITE_MS_MIN - clock.mono()
    if (waitMs > 0 && pending.told.result === undefined) await sleep(clock, jittered(waitMs, random))
    this.#pending.delete(key)
    this.#writtenAt.set(key, clock.mono())
    const { told } = pending
    const data = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, JSON.stringify(value)]))
    await api.send({ method: 'PATCH', path: pathOf('ConfigMap', record.namespace, record.name), body: { data } })
    const run: WorldRun | undefined = world.get(key)
    if (run?.record === undefined) return
    run.record = { ...run.record, told: { ...run.record.told, ...told } }
    look(key)
  }
}
