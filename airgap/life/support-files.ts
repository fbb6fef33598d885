import { existsSync, readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { readRecord } from '../install/install-record.ts'
import { apiMessage, rawGet, type Kube } from '../install/kube.ts'
import { readHistory } from './cluster-history.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Of each log. */
export const LOG_LINES = 3000
/** By path below the API, and the name of the file. Secrets are not among them. */
const LISTS: readonly [api: string, name: string][] = [
  ['/api/v1', 'pods'],
  ['/api/v1', 'services'],
  ['/api/v1', 'configmaps'],
  ['/api/v1', 'persistentvolumeclaims'],
  ['/api/v1', 'resourcequotas'],
  ['/api/v1', 'limitranges'],
  ['/api/v1', 'events'],
  ['/apis/apps/v1', 'deployments'],
  ['/apis/apps/v1', 'replicasets'],
  ['/apis/apps/v1', 'statefulsets'],
  ['/apis/batch/v1', 'jobs'],
  ['/apis/batch/v1', 'cronjobs'],
  ['/apis/networking.k8s.io/v1', 'networkpolicies'],
  ['/apis/networking.k8s.io/v1', 'ingresses'],
]

/** Adds a file of readable text by its path. */
export type AddFile = (path: string, text: string) => void

/**
 * What a supporter asks for, by path, as readable text with secrets blanked: the bundle, the trail of this installer, and what `describe` finds. Reads only.
 */
export async function supportFiles(
  { release }: OpenBundle,
  audit: string,
  describe: (add: AddFile) => Promise<void>,
): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const add: AddFile = (path, text) => files.set(path, maskSecrets(text))
  const { version, counter, createdFrom, architecture } = release
  add('bundle.yaml', stringify({ version, counter, createdFrom, architecture }))
  await describe(add)
  if (existsSync(audit)) add('audit.jsonl', readFileSync(audit, 'utf8'))
  return files
}

/** What there is in a cluster. What this user may not see is a file that says so. */
export async function clusterSupport(kube: Kube, namespaces: readonly string[], add: AddFile): Promise<void> {
  const read = async (path: string) => {
    const { status, text } = await rawGet(kube, path)
    return status === 200 ? (JSON.parse(text) as { items?: Listed[] }) : { refused: `${status} for ${path}` }
  }
  add('kubernetes.yaml', stringify(await read('/version')))
  for (const namespace of namespaces) {
    const record = await orRefused(() => readRecord(kube, namespace))
    const history = await orRefused(async () => {
      const { entries, pending } = await readHistory(kube, namespace)
      return { kept: entries.map(({ version, counter, at }) => ({ version, counter, at })), pending }
    })
    add(`${namespace}/installed.yaml`, stringify({ record, ...history }))
    for (const [api, name] of LISTS) {
      const found = await read(`${api}/namespaces/${namespace}/${name}`)
      add(`${namespace}/${name}.yaml`, stringify('items' in found ? found.items?.map(tidied) : found))
    }
    add(`${namespace}/secrets.yaml`, stringify(await orRefused(() => secretNames(kube, namespace))))
    // What keeps them from being listed stands in the file of pods.
    const pods = await kube.core.listNamespacedPod({ namespace }).catch(() => undefined)
    for (const { metadata, spec, status } of pods?.items ?? [])
      for (const { name: container } of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
        const name = metadata?.name ?? ''
        const restarts = status?.containerStatuses?.find((each) => each.name === container)?.restartCount ?? 0
        for (const previous of restarts > 0 ? [false, true] : [false])
          add(
            `${namespace}/logs/${name}.${container}${previous ? '.before' : ''}.log`,
            await kube.core
              .readNamespacedPodLog({ namespace, name, container, previous, tailLines: LOG_LINES })
              .catch((error: unknown) => `no log: ${(error as Error).message}\n`),
          )
      }
  }
}

interface Listed {
  metadata?: { managedFields?: unknown; annotations?: Record<string, string> }
}

/** Without what only machines read. */
function tidied(item: Listed): Listed {
  const { managedFields: _, ...metadata } = item.metadata ?? {}
  return { ...item, metadata }
}

async function orRefused<T>(look: () => Promise<T>): Promise<T | { refused: string }> {
  try {
    return await look()
  } catch (error) {
    return { refused: apiMessage(error) }
  }
}

async function secretNames(kube: Kube, namespace: string): Promise<object[]> {
  const { items } = await kube.core.listNamespacedSecret({ namespace })
  return items.map(({ metadata, type, data }) => ({ name: metadata?.name, type, keys: Object.keys(data ?? {}) }))
}
