import { isDeepStrictEqual } from 'node:util'
import { jittered, type Clock, type Timer } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import type { ObservedCluster } from '../driver.ts'
import { KINDS, resourceOf, type Kind } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import { mayUse, missingRights } from './missing-rights.ts'
import type { NamespaceBook } from './namespaces/namespace-book.ts'

export type ClusterFactsOptions = {
  api: KubeApi
  settings: KubernetesSettings
  namespaces: NamespaceBook
  clock: Clock
  random: () => number
  log: Logger
  /** What the cluster can do is another thing than before. */
  onChange: (cluster: ObservedCluster) => void
  /** The cluster was looked at. */
  onLook: () => void
}

type RawGroups = { groups: { name: string; versions: { version: string }[] }[] }
type RawVersion = { gitVersion: string; platform: string }
type RawClass = {
  metadata: { name: string; annotations?: Record<string, string> }
  provisioner: string
}

const LOOK_MS = 300_000
const ENGINES: readonly Kind[] = ['JobSet', 'TrainJob', 'RayJob', 'InferenceService']
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'
/** On a storage class, by the cluster's owner: whether several nodes can write its volumes. It has the last word. */
const SHARED_MARK = 'fairlead.dev/shared'
/** Provisioners whose volumes several nodes can write, and those whose volumes belong to one. Of others it cannot be told. */
const SHARED =
  /nfs|cephfs|efs|filestore|azurefile|file\.csi|lustre|gluster|weka|vast|netapp|trident-nas|longhorn-rwx|juicefs/i
const SINGLE =
  /ebs|pd\.csi|azuredisk|disk\.csi|cinder|rbd|local-path|no-provisioner|hostpath|topolvm|openebs\.io\/local|vsphere/i

/** What the cluster can do, looked at from time to time. */
export class ClusterFacts {
  readonly #options: ClusterFactsOptions
  readonly #metricSources = new Set<string>()
  apis: ReadonlySet<string> = new Set()
  #current: ObservedCluster | undefined
  #timer: Timer | undefined

  constructor(options: ClusterFactsOptions) {
    this.#options = options
  }

  /** Kinds of installed controllers that may be used. */
  get engines(): Kind[] {
    return ENGINES.filter((kind) => this.apis.has(nameOf(kind)))
  }

  current(): ObservedCluster | undefined {
    return this.#current
  }

  isSharedClass = (name: string | undefined): boolean | null => {
    const classes = this.#current?.storageClasses ?? []
    const found = classes.find((each) => (name === undefined ? each.isDefault : each.name === name))
    return found?.isShared ?? null
  }

  async open(): Promise<void> {
    await this.look()
    this.#lookLater()
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** Usage was had from this source. */
  noteMetricSource(name: string): void {
    if (this.#metricSources.has(name)) return
    this.#metricSources.add(name)
    if (this.#current === undefined) return
    this.#current = { ...this.#current, metricSources: [...this.#metricSources] }
    this.#options.onChange(this.#current)
  }

  async look(): Promise<void> {
    const { api, settings, namespaces, onChange, onLook } = this.#options
    await namespaces.look()
    const version = await api.send<RawVersion>({ method: 'GET', path: '/version' })
    const groups = await api.send<RawGroups>({ method: 'GET', path: '/apis' })
    const apis = ENGINES.flatMap((kind) => {
      const group = groups.groups.find(({ name }) => name === resourceOf(kind).group)
      return group === undefined ? [] : [{ name: nameOf(kind), versions: group.versions.map((each) => each.version) }]
    })
    this.apis = new Set(await this.#usable(apis))
    const seen: ObservedCluster = {
      kubernetes: { version: version.gitVersion, platform: version.platform },
      apis,
      storageClasses: await this.#storageClasses(),
      missingRights: await missingRights(api, namespaces.scopes),
      namespaces: settings.namespaces,
      policy: settings.policy,
      metricSources: [...this.#metricSources],
    }
    const isNew = !isDeepStrictEqual(seen, this.#current)
    this.#current = seen
    if (isNew) onChange(seen)
    onLook()
  }

  /** Installed in the version that is spoken here, and allowed: without the right, runs take their plain form. */
  async #usable(apis: { name: string; versions: string[] }[]): Promise<string[]> {
    const { api, namespaces } = this.#options
    const usable: string[] = []
    for (const kind of ENGINES) {
      const isInstalled = apis.some(({ name, versions }) => name === nameOf(kind) && versions.includes(versionOf(kind)))
      if (isInstalled && (await mayUse(api, namespaces.scopes, kind))) usable.push(nameOf(kind))
    }
    return usable
  }

  async #storageClasses(): Promise<ObservedCluster['storageClasses']> {
    try {
      const { items } = await this.#options.api.send<{ items: RawClass[] }>({
        method: 'GET',
        path: '/apis/storage.k8s.io/v1/storageclasses',
      })
      return items.slice(0, 200).map(({ metadata, provisioner }) => ({
        name: metadata.name,
        provisioner,
        isDefault: metadata.annotations?.[DEFAULT_CLASS] === 'true',
        isShared: isSharedClass(metadata.annotations?.[SHARED_MARK], provisioner),
      }))
    } catch (error) {
      this.#options.log.debug({ problem: messageOf(error) }, 'storage classes cannot be read')
      return []
    }
  }

  #lookLater(): void {
    const { clock, random, log } = this.#options
    this.#timer = clock.after(jittered(LOOK_MS, random), () => {
      this.look()
        .catch((error: unknown) => log.debug({ problem: messageOf(error) }, 'the cluster could not be looked at'))
        .finally(() => this.#lookLater())
    })
  }
}

function nameOf(kind: Kind): string {
  const { group, resource } = resourceOf(kind)
  return `${resource}.${group}`
}

function versionOf(kind: Kind): string {
  return KINDS[kind].apiVersion.split('/')[1] ?? ''
}

function isSharedClass(mark: string | undefined, provisioner: string): boolean | null {
  if (mark === 'true' || mark === 'false') return mark === 'true'
  return SHARED.test(provisioner) ? true : SINGLE.test(provisioner) ? false : null
}
