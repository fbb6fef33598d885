import type { Clock } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import { Sweeper } from '../../lib/sweeper.ts'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { unlessGone } from './end-run.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import type { World } from './observe/world.ts'

export type StrayOptions = {
  api: KubeApi
  world: World
  settings: KubernetesSettings
  clock: Clock
  random: () => number
  log: Logger
}

const SWEEP_MS = 300_000
/** A start puts its record there within seconds. */
const AGE_MS_MIN = 600_000

/** Removes main objects whose start was interrupted before it was on record and never taken up again. They have made no pod. */
export class StrayCollector {
  readonly #options: StrayOptions
  readonly #sweeper: Sweeper

  constructor(options: StrayOptions) {
    this.#options = options
    this.#sweeper = new Sweeper(options)
  }

  open(): void {
    this.#sweeper.open(SWEEP_MS, () => this.sweep())
  }

  close(): void {
    this.#sweeper.close()
  }

  async sweep(): Promise<void> {
    const { api, world, clock, log } = this.#options
    for (const [key, main] of world.strays()) {
      if (!main.isHeld || clock.now() - main.createdAt < AGE_MS_MIN) continue
      try {
        await unlessGone(
          api.send({
            method: 'DELETE',
            path: pathOf(main.kind, main.namespace, main.name),
            body: { propagationPolicy: 'Background', preconditions: { uid: main.uid } },
          }),
        )
        log.info({ run: key, object: main.name }, 'removed what an interrupted start had left')
      } catch (error) {
        log.warn({ run: key, problem: messageOf(error) }, 'what an interrupted start had left could not be removed')
      }
    }
  }
}
