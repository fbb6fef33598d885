import type { Clock } from '../../../lib/clock.ts'
import type { Logger } from '../../../lib/logger.ts'
import type { KubeApi } from '../api/kube-api.ts'
import { hasStatus } from '../api/kube-error.ts'
import { isAllowedNamespace, type KubernetesSettings } from '../kubernetes-settings.ts'
import { LABEL } from '../labels.ts'
import type { Raw } from '../observe/raw.ts'
import { makeNamespace } from './make-namespace.ts'
import { namespacePath } from './namespace-path.ts'

/** One namespace, or all when undefined. */
export type Scope = string | undefined

/** Where the agent works: the namespaces of its settings, and where it may make some, those that it made. */
export class NamespaceBook {
  readonly #api: KubeApi
  readonly #settings: KubernetesSettings
  readonly #clock: Clock
  readonly #log: Logger
  readonly #stop = new AbortController()
  readonly #making = new Map<string, Promise<void>>()
  #scopes: Scope[] = []

  constructor(options: { api: KubeApi; settings: KubernetesSettings; clock: Clock; log: Logger }) {
    this.#api = options.api
    this.#settings = options.settings
    this.#clock = options.clock
    this.#log = options.log
    if (options.settings.newNamespaces === undefined) this.#scopes = givenScopes(options.settings.namespaces)
  }

  get scopes(): readonly Scope[] {
    return this.#scopes
  }

  /** Looks which namespaces are there. Those that the agent made are known by their label, also after it has lost its memory. */
  async look(): Promise<void> {
    const { newNamespaces, namespaces } = this.#settings
    if (newNamespaces === undefined) return
    const before = this.#scopes
    const made = await this.#made(newNamespaces.labels)
    const named: string[] = []
    for (const name of namespaces.filter((each) => !each.endsWith('*'))) {
      if (made.includes(name) || (await this.#isThere(name))) named.push(name)
    }
    const since = this.#scopes.filter((scope) => !before.includes(scope))
    this.#scopes = [...new Set([...named, ...made, ...since])]
  }

  /** False for a namespace that has to be made before a run can start there. */
  isKnown(name: string): boolean {
    return this.#scopes.includes(undefined) || this.#scopes.includes(name)
  }

  /** Sees to it that a namespace is there and the agent can work in it. False where the agent makes none. */
  async make(name: string): Promise<boolean> {
    const how = this.#settings.newNamespaces
    if (how === undefined) return false
    const options = { api: this.#api, name, how, clock: this.#clock, signal: this.#stop.signal }
    const making = this.#making.get(name) ?? makeNamespace(options).finally(() => this.#making.delete(name))
    this.#making.set(name, making)
    await making
    if (this.isKnown(name)) return true
    this.#scopes = [...this.#scopes, name]
    this.#log.info({ namespace: name }, 'made a namespace')
    return true
  }

  close(): void {
    this.#stop.abort()
  }

  async #made(labels: Record<string, string>): Promise<string[]> {
    const own = Object.entries(labels).filter(([label]) => label === LABEL.agent)
    const labelSelector = (own.length > 0 ? own : Object.entries(labels)).map(([label, value]) => `${label}=${value}`)
    try {
      const { items } = await this.#api.send<{ items: (Raw & { status?: { phase?: string } })[] }>({
        method: 'GET',
        path: namespacePath(),
        query: { labelSelector: labelSelector.join(',') },
      })
      return items
        .filter(({ metadata, status }) => status?.phase === 'Active' && this.#isAllowed(metadata.name))
        .map(({ metadata }) => metadata.name)
    } catch (error) {
      if (!hasStatus(error, 403)) throw error
      this.#log.warn({ problem: error.message }, 'the namespaces that the agent made before cannot be listed')
      return this.#scopes.filter((scope) => scope !== undefined)
    }
  }

  #isAllowed(name: string): boolean {
    return isAllowedNamespace(this.#settings.namespaces, name)
  }

  async #isThere(name: string): Promise<boolean> {
    try {
      await this.#api.send({ method: 'GET', path: namespacePath(name) })
      return true
    } catch (error) {
      if (hasStatus(error, 404)) return false
      // What may not be asked for may be there: its watches will say.
      if (hasStatus(error, 403)) return true
      throw error
    }
  }
}

/** Namespaces to watch one by one, or the whole cluster. */
function givenScopes(patterns: string[]): Scope[] {
  return patterns.some((pattern) => pattern.endsWith('*')) ? [undefined] : [...new Set(patterns)]
}
