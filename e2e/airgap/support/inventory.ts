import { setTimeout as sleep } from 'node:timers/promises'
import { rawGet } from '@fairlead/airgap/install/kube'
import type { OfflineSite } from './offline-site.ts'

interface Discovered {
  resources?: { name: string; kind: string; namespaced: boolean; verbs: string[] }[]
}
interface Listed {
  items?: { metadata: { name: string; namespace?: string } }[]
}

const LOOKS = 60
const LOOK_MS = 1000
/** Come and go by themselves: what the cluster tells of others, and who of its own parts is at work. */
const PASSING = new Set(['events', 'endpoints', 'endpointslices', 'componentstatuses'])

/**
 * Everything that an API server keeps, of every kind that it knows, those of the whole cluster among them, as lines such as `secrets fairlead/fairlead-database`, sorted. `isOf` tells which
 * namespaces count; others are left out.
 */
export async function inventory(
  site: OfflineSite,
  isOf: (namespace: string) => boolean = () => true,
): Promise<string[]> {
  const read = async <T>(path: string): Promise<T> => {
    const { status, text } = await rawGet({ config: site.cluster.client.config, server: site.cluster.url }, path)
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text.slice(0, 200)}`)
    return JSON.parse(text) as T
  }
  const { groups } = await read<{ groups: { name: string; preferredVersion: { groupVersion: string } }[] }>('/apis')
  const homes = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)]
  const lines = new Set<string>()
  for (const home of homes) {
    const { resources = [] } = await read<Discovered>(home)
    for (const { name, verbs } of resources) {
      if (name.includes('/') || !verbs.includes('list') || !verbs.includes('delete') || PASSING.has(name)) continue
      const { items = [] } = await read<Listed>(`${home}/${name}`)
      const group = home.split('/')[2]
      const kind = group === 'v1' ? name : `${name}.${group}`
      for (const { metadata } of items) {
        const { namespace = '' } = metadata
        // Of the cluster's own parts, written when they come to it.
        if (name === 'leases' && namespace.startsWith('kube-')) continue
        if (isOf(kind === 'namespaces' ? metadata.name : namespace))
          lines.add(`${kind} ${namespace === '' ? '' : `${namespace}/`}${metadata.name}`)
      }
    }
  }
  return [...lines].toSorted()
}

/** What is there in both cases, after what ends by itself has had the time for it: an empty list where the two are the same. Lines begin with `+` or `-`. */
export async function untilAsBefore(before: readonly string[], look: () => Promise<string[]>): Promise<string[]> {
  for (let looks = 0; ; looks++) {
    const now = await look()
    const changed = [
      ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
      ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ]
    if (changed.length === 0 || looks === LOOKS) return changed
    await sleep(LOOK_MS)
  }
}
