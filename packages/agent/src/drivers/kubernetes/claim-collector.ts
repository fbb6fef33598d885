import type { Clock } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import { Sweeper } from '../../lib/sweeper.ts'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { unlessGone } from './end-run.ts'
import { ANNOTATION, LABEL, ownSelector } from './labels.ts'
import type { Scope } from './namespaces/namespace-book.ts'
import type { Raw } from './observe/raw.ts'

export type ClaimOptions = {
  api: KubeApi
  clusterId: string
  scopes: () => readonly Scope[]
  /** Workloads that are wanted or have a run on record; undefined while nobody can say for sure. */
  named: () => ReadonlySet<string> | undefined
  clock: Clock
  random: () => number
  log: Logger
}

const SWEEP_MS = 120_000
/** Another run of the workload may be on its way. */
const UNNAMED_MS_MIN = 600_000

/** Removes the claims of workloads that have ended, where they are not to be kept. */
export class ClaimCollector {
  readonly #options: ClaimOptions
  /** Since when nobody has named the workload of a claim, by uid. */
  readonly #unnamedSince = new Map<string, number>()
  readonly #sweeper: Sweeper

  constructor(options: ClaimOptions) {
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
    const { clock, log } = this.#options
    try {
      const ended = await this.#ended()
      const named = ended.length === 0 ? new Set<string>() : this.#options.named()
      if (named === undefined) return
      const left = new Map(
        ended
          .filter(({ metadata }) => !named.has(metadata.labels?.[LABEL.workloadId] ?? ''))
          .map((claim) => [claim.metadata.uid, claim]),
      )
      for (const uid of this.#unnamedSince.keys()) if (!left.has(uid)) this.#unnamedSince.delete(uid)
      for (const [uid, claim] of left) {
        const since = this.#unnamedSince.get(uid) ?? clock.mono()
        this.#unnamedSince.set(uid, since)
        if (clock.mono() - since >= UNNAMED_MS_MIN) await this.#remove(claim)
      }
    } catch (error) {
      log.warn({ problem: messageOf(error) }, 'claims of ended workloads could not be looked for')
    }
  }

  async #ended(): Promise<Raw[]> {
    const { api, clusterId, scopes } = this.#options
    const labelSelector = `${ownSelector(clusterId)},${LABEL.keep}=false`
    const found: Raw[] = []
    for (const scope of scopes()) {
      const path = pathOf('PersistentVolumeClaim', scope)
      const { items } = await api.send<{ items: Raw[] }>({ method: 'GET', path, query: { labelSelector } })
      found.push(...items)
    }
    return found.filter(({ metadata }) => metadata.annotations?.[ANNOTATION.workloadEnded] === 'true')
  }

  async #remove({ metadata: { name, namespace, uid } }: Raw): Promise<void> {
    const { api, log } = this.#options
    const path = pathOf('PersistentVolumeClaim', namespace, name)
    await unlessGone(api.send({ method: 'DELETE', path, body: { preconditions: { uid } } }))
    this.#unnamedSince.delete(uid)
    log.info({ claim: name, namespace }, 'removed the claim of a workload that has ended')
  }
}
