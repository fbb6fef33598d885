import type { KubeApi } from '../api/kube-api.ts'
import { addUsage, type Usage } from './usage.ts'
import type { UsageRequest } from './usage-reader.ts'

type PodList = {
  items: { metadata: { name: string; namespace: string }; spec?: { nodeName?: string }; status?: { phase?: string } }[]
}

const SELECTOR = 'app.kubernetes.io/name=dcgm-exporter'
const PORT = 9400
const ABREAST = 8
const TIMEOUT_MS = 5_000

/** Usage of NVIDIA devices from the exporter on each node, through the API server. Throws where there is none, or it may not be read. */
export async function dcgmUsage(api: KubeApi, usage: Usage, { nodes, pods }: UsageRequest): Promise<void> {
  const ours = new Set(nodes)
  const { items } = await api.send<PodList>({ method: 'GET', path: '/api/v1/pods', query: { labelSelector: SELECTOR } })
  const exporters = items.filter(({ spec, status }) => status?.phase === 'Running' && ours.has(spec?.nodeName ?? ''))
  if (exporters.length === 0) throw new Error('there is no dcgm-exporter')
  for (let at = 0; at < exporters.length; at += ABREAST) {
    await Promise.all(
      exporters.slice(at, at + ABREAST).map(async ({ metadata, spec }) => {
        const text = await api.send<string>({
          method: 'GET',
          path: `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}:${PORT}/proxy/metrics`,
          timeoutMs: TIMEOUT_MS,
        })
        for (const { name, labels, value } of parseMetrics(text)) {
          const figures =
            name === 'DCGM_FI_DEV_GPU_UTIL'
              ? { gpu: [value] }
              : name === 'DCGM_FI_DEV_FB_USED'
                ? { gpuMemory: value }
                : undefined
          if (figures === undefined) continue
          addUsage(usage.nodes, spec?.nodeName ?? '', figures)
          const pod = pods.get(`${labels.namespace ?? ''}/${labels.pod ?? ''}`)
          if (pod !== undefined) addUsage(usage.runs, pod.runId, figures)
        }
      }),
    )
  }
}

/** Lines of the text format of Prometheus: `name{label="value"} 1`. */
export function* parseMetrics(
  text: string,
): Generator<{ name: string; labels: Record<string, string>; value: number }> {
  for (const line of text.split('\n')) {
    const [, name, list = '', amount] = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line) ?? []
    if (name === undefined) continue
    const labels: Record<string, string> = {}
    for (const [, key, value] of list.matchAll(/([\w.]+)="((?:[^"\\]|\\.)*)"/g)) {
      if (key !== undefined && value !== undefined) labels[key] = value
    }
    yield { name, labels, value: Number(amount) }
  }
}
