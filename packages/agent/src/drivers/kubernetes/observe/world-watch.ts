import type { Clock, Timer } from '../../../lib/clock.ts'
import { messageOf, type Logger } from '../../../lib/logger.ts'
import { pathOf, type Kind } from '../api/kinds.ts'
import type { KubeApi } from '../api/kube-api.ts'
import { hasStatus } from '../api/kube-error.ts'
import { ObjectWatch, type RawObject } from '../api/object-watch.ts'
import { isAllowedNamespace, type KubernetesSettings } from '../kubernetes-settings.ts'
import type { Scope } from '../namespaces/namespace-book.ts'
import { keyOf, LABEL, ownSelector, refOf } from '../labels.ts'
import { readEvent, type RawEvent } from './event-facts.ts'
import { readForeignPod, type RawForeignPod } from './foreign-pod.ts'
import { readMain, type MainFacts, type RawMain } from './main-facts.ts'
import type { NodeBook } from './node-book.ts'
import { readNode, type NodeFacts, type RawNode } from './node-facts.ts'
import { readPod, type PodFacts, type RawPod } from './pod-facts.ts'
import type { Raw } from './raw.ts'
import { readRecord, type RawRecord, type RunRecord } from './run-record.ts'
import type { World } from './world.ts'

export type WorldWatchOptions = {
  api: KubeApi
  world: World
  nodes: NodeBook
  settings: KubernetesSettings
  clock: Clock
  random: () => number
  log: Logger
}

type Closable = Pick<ObjectWatch<unknown>, 'name' | 'ageMs' | 'problem' | 'open' | 'close' | 'leave'>

export type Followed = {
  scopes: readonly Scope[]
  /** Kinds of installed controllers whose objects are ours. */
  engines: readonly Kind[]
}

/** A watch that the cluster refused is asked for again: rights come later than agents. */
const REOPEN_MS = 60_000

/**
 * Everything that is watched. In whole clusters with one watch for each kind, else with one for each kind and namespace. What is refused is missing and
 * said, and the rest works.
 */
export class WorldWatch {
  readonly #options: WorldWatchOptions
  readonly #watches = new Map<string, Closable>()
  readonly #refused = new Map<Closable, string>()
  #following: Promise<void> = Promise.resolve()
  #isClosed = false
  #timer: Timer | undefined

  constructor(options: WorldWatchOptions) {
    this.#options = options
  }

  /** Resolves when everything that may be seen has been listed. */
  async open(followed: Followed): Promise<void> {
    await this.follow(followed)
    this.#reopenLater()
  }

  /** From now on watches this and nothing else. Resolves when what is new has been listed. */
  follow(followed: Followed): Promise<void> {
    const follow = this.#following.then(() => this.#follow(followed))
    this.#following = follow.catch(() => undefined)
    return follow
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await Promise.all([...this.#watches.values()].map((watch) => watch.close()))
  }

  /** Of the watch that was silent for longest. */
  get ageMs(): number {
    const seeing = [...this.#watches.values()].filter((watch) => !this.#refused.has(watch))
    return Math.max(...seeing.map((watch) => watch.ageMs))
  }

  /** What cannot be seen, and why. */
  refused(): { name: string; problem: string }[] {
    return [...this.#refused].map(([{ name }, problem]) => ({ name, problem }))
  }

  async #follow({ scopes, engines }: Followed): Promise<void> {
    const wanted = new Map(
      [this.#nodes(), ...scopes.flatMap((scope) => this.#ofScope(scope, engines)), this.#foreignPods()].map((watch) => [
        watch.name,
        watch,
      ]),
    )
    for (const [name, watch] of this.#watches) {
      if (wanted.has(name)) continue
      this.#watches.delete(name)
      this.#refused.delete(watch)
      await watch.leave()
    }
    for (const [name, watch] of wanted) {
      if (this.#isClosed) return
      if (this.#watches.has(name)) continue
      await this.#open(watch)
      this.#watches.set(name, watch)
    }
    if (this.#isClosed) await this.close()
  }

  /** Records are read before what they speak of: what is listed later is never older. */
  #ofScope(namespace: Scope, engines: readonly Kind[]): Closable[] {
    return [
      this.#configMaps(namespace),
      ...(['Job', 'StatefulSet', 'Deployment', ...engines] as const).map((kind) => this.#mains(kind, namespace)),
      this.#pods(namespace),
      this.#objects('Service', namespace),
      this.#objects('HorizontalPodAutoscaler', namespace),
      this.#events(namespace),
    ]
  }

  async #open(watch: Closable): Promise<void> {
    try {
      await watch.open()
      this.#refused.delete(watch)
    } catch (error) {
      if (!hasStatus(error, 401, 403, 404)) throw error
      if (!this.#refused.has(watch)) {
        this.#options.log.warn(
          { watch: watch.name, problem: messageOf(error) },
          'the cluster does not let this be seen',
        )
      }
      this.#refused.set(watch, messageOf(error))
    }
  }

  #reopenLater(): void {
    this.#timer = this.#options.clock.after(REOPEN_MS, () => {
      void Promise.all([...this.#refused.keys()].map((watch) => this.#open(watch).catch(() => undefined))).then(() =>
        this.#reopenLater(),
      )
    })
  }

  #nodes(): Closable {
    const { nodes, settings } = this.#options
    const known = new Map<string, string>()
    return this.#watch<NodeFacts>({
      name: 'nodes',
      path: '/api/v1/nodes',
      labelSelector: Object.entries(settings.nodeSelector)
        .map(([name, value]) => `${name}=${value}`)
        .join(','),
      read: (raw) => readNode(raw as RawNode),
      onPut: (uid, facts) => {
        known.set(uid, facts.node.name)
        nodes.put(facts)
      },
      onGone: (uid) => {
        const name = known.get(uid)
        known.delete(uid)
        if (name !== undefined) nodes.drop(name)
      },
    })
  }

  #configMaps(namespace: string | undefined): Closable {
    const { world } = this.#options
    type Value = { record: RunRecord } | { run: string; object: string }
    const known = new Map<string, { run: string; object: string | undefined }>()
    return this.#own<Value>('ConfigMap', namespace, {
      read: (raw) => {
        const record = readRecord(raw as RawRecord)
        if (record !== undefined) return { record }
        const ref = refOf((raw as Raw).metadata.labels)
        return ref === undefined ? undefined : { run: keyOf(ref), object: `ConfigMap/${raw.metadata.name}` }
      },
      onPut: (uid, value) => {
        if ('record' in value) world.putRecord(value.record)
        else world.putObject(value.run, value.object)
        known.set(uid, 'record' in value ? { run: value.record.run, object: undefined } : value)
      },
      onGone: (uid) => {
        const value = known.get(uid)
        known.delete(uid)
        if (value?.object === undefined) world.dropRecord(value?.run ?? '')
        else world.dropObject(value.run, value.object)
      },
    })
  }

  #mains(kind: Kind, namespace: string | undefined): Closable {
    const { world } = this.#options
    const known = new Map<string, MainFacts>()
    return this.#own<MainFacts>(kind, namespace, {
      read: (raw) => readMain(kind, raw as RawMain),
      onPut: (uid, main) => {
        known.set(uid, main)
        world.putMain(main)
      },
      onGone: (uid) => {
        const main = known.get(uid)
        known.delete(uid)
        if (main !== undefined) world.dropMain(main)
      },
    })
  }

  #pods(namespace: string | undefined): Closable {
    const { world } = this.#options
    const known = new Map<string, string>()
    return this.#own<PodFacts>('Pod', namespace, {
      read: (raw) => readPod(raw as RawPod),
      onPut: (uid, pod) => {
        known.set(uid, pod.run)
        world.putPod(pod)
      },
      onGone: (uid) => {
        const run = known.get(uid)
        known.delete(uid)
        if (run !== undefined) world.dropPod(run, uid)
      },
    })
  }

  #objects(kind: Kind, namespace: string | undefined): Closable {
    const { world } = this.#options
    const known = new Map<string, string>()
    return this.#own<{ run: string; object: string }>(kind, namespace, {
      read: (raw) => {
        const ref = refOf((raw as Raw).metadata.labels)
        return ref === undefined ? undefined : { run: keyOf(ref), object: `${kind}/${raw.metadata.name}` }
      },
      onPut: (uid, { run, object }) => {
        known.set(uid, `${run}\t${object}`)
        world.putObject(run, object)
      },
      onGone: (uid) => {
        const [run = '', object = ''] = (known.get(uid) ?? '').split('\t')
        known.delete(uid)
        world.dropObject(run, object)
      },
    })
  }

  #events(namespace: string | undefined): Closable {
    const { world } = this.#options
    const known = new Map<string, ReturnType<typeof readEvent>>()
    return this.#watch({
      name: `events ${namespace ?? 'of all namespaces'}`,
      path: `/api/v1${namespace === undefined ? '' : `/namespaces/${namespace}`}/events`,
      fieldSelector: 'type=Warning',
      read: (raw) => this.#allowed(raw, readEvent(raw as RawEvent)),
      onPut: (uid, event) => {
        known.set(uid, event)
        world.putEvent(uid, event)
      },
      onGone: (uid) => {
        const event = known.get(uid)
        known.delete(uid)
        if (event !== undefined) world.dropEvent(uid, event)
      },
    })
  }

  /** Pods of everybody else, for what they take of the nodes. */
  #foreignPods(): Closable {
    const { nodes, settings } = this.#options
    return this.#watch({
      name: 'pods of others',
      path: pathOf('Pod'),
      labelSelector: `${LABEL.cluster}!=${settings.clusterId}`,
      fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
      read: (raw) => readForeignPod(raw as RawForeignPod),
      onPut: (uid, pod) => nodes.putForeign(uid, pod),
      onGone: (uid) => nodes.dropForeign(uid),
    })
  }

  /** Objects of one kind that carry our labels. */
  #own<T>(
    kind: Kind,
    namespace: string | undefined,
    how: {
      read: (raw: RawObject) => T | undefined
      onPut: (uid: string, value: T) => void
      onGone: (uid: string) => void
    },
  ): Closable {
    return this.#watch<T>({
      name: `${kind} ${namespace ?? 'of all namespaces'}`,
      path: pathOf(kind, namespace),
      labelSelector: ownSelector(this.#options.settings.clusterId),
      ...how,
      read: (raw) => this.#allowed(raw, how.read(raw)),
    })
  }

  #watch<T>(watch: {
    name: string
    path: string
    labelSelector?: string
    fieldSelector?: string
    read: (raw: RawObject) => T | undefined
    onPut: (uid: string, value: T) => void
    onGone: (uid: string) => void
  }): Closable {
    const { api, clock, random, log } = this.#options
    const { labelSelector, fieldSelector, ...rest } = watch
    const query = {
      ...(labelSelector === undefined || labelSelector === '' ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    }
    return new ObjectWatch<T>({ ...rest, query, api, clock, random, log })
  }

  #allowed<T>(raw: RawObject, value: T | undefined): T | undefined {
    return isAllowedNamespace(this.#options.settings.namespaces, raw.metadata.namespace ?? '') ? value : undefined
  }
}
