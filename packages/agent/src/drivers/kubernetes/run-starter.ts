import { StartRefused, type Refusal, type RunRef, type RunRequest } from '../driver.ts'
import type { KubeApi } from './api/kube-api.ts'
import { keyOf } from './labels.ts'
import type { NamespaceBook } from './namespaces/namespace-book.ts'
import { forgetServiceAccounts, refusalOf, type Started } from './start-run.ts'

export type StarterOptions = {
  api: KubeApi
  namespaces: NamespaceBook
  /** Says whether the run may be here. */
  admit: (request: RunRequest) => Refusal | undefined
  /** Makes the run's objects. */
  start: (request: RunRequest) => Promise<Started>
  /** Watches what has come to be known. */
  follow: () => Promise<void>
  /** Looks again at what the cluster can do. */
  look: () => Promise<void>
}

/** Starts runs, each once at a time, and first makes the place that they need. */
export class RunStarter {
  readonly #options: StarterOptions
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(options: StarterOptions) {
    this.#options = options
  }

  start(request: RunRequest, onStarted: (started: Started) => void): Promise<void> {
    const key = keyOf(request)
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const start = this.#start(request)
      .then(onStarted)
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, start)
    return start
  }

  /** Resolves when the run's start is over, however it ended. */
  async settled(ref: RunRef): Promise<void> {
    await this.#underWay.get(keyOf(ref))?.catch(() => undefined)
  }

  async #start(request: RunRequest): Promise<Started> {
    const { admit, namespaces, start } = this.#options
    const refusal = admit(request)
    if (refusal !== undefined) throw new StartRefused(refusal)
    if (!namespaces.isKnown(request.spec.project.namespace)) await this.#makeNamespace(request)
    try {
      return await start(request)
    } catch (error) {
      if (!(error instanceof StartRefused) || !(await this.#mend(error.refusal.code, request))) throw error
      const refusedNow = admit(request)
      if (refusedNow !== undefined) throw new StartRefused(refusedNow)
      return await start(request)
    }
  }

  /** What was there may have been removed since. True when it is worth another try. */
  async #mend(code: string, request: RunRequest): Promise<boolean> {
    if (code === 'ENGINE_MISSING') {
      await this.#options.look()
      return true
    }
    return ['NAMESPACE_MISSING', 'RIGHT_MISSING'].includes(code) && this.#makeNamespace(request)
  }

  async #makeNamespace(request: RunRequest): Promise<boolean> {
    const { api, namespaces, follow, look } = this.#options
    try {
      if (!(await namespaces.make(request.spec.project.namespace))) return false
    } catch (error) {
      throw refusalOf(error, request)
    }
    forgetServiceAccounts(api)
    await follow()
    void look().catch(() => undefined)
    return true
  }
}
