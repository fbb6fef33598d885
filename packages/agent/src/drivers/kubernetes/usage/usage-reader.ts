import type { MetricSample } from '@fairlead/protocol'
import { messageOf, type Logger } from '../../../lib/logger.ts'
import type { KubeApi } from '../api/kube-api.ts'
import { dcgmUsage } from './dcgm-usage.ts'
import { kubeletUsage } from './kubelet-usage.ts'
import { metricsServerUsage } from './metrics-server-usage.ts'
import { emptyUsage, samplesOf, type Usage } from './usage.ts'

/** Nodes, and of each running pod (`namespace/name`) the run and where it is. */
export type UsageRequest = {
  nodes: string[]
  pods: Map<string, { runId: string; node: string | undefined }>
}

type Source = { name: string; read: (usage: Usage, request: UsageRequest) => Promise<void> }

/** A source that refused is asked again after this many samples. */
const SKIP_SAMPLES = 40

/** Usage from whatever the cluster has: the kubelets, or else metrics-server; devices from dcgm-exporter. None of them is needed. */
export class UsageReader {
  readonly #sources: Source[]
  readonly #skips = new Map<string, number>()
  readonly #log: Logger
  readonly #onSource: (name: string) => void

  constructor(options: { api: KubeApi; log: Logger; onSource: (name: string) => void }) {
    const { api, log, onSource } = options
    this.#log = log
    this.#onSource = onSource
    this.#sources = [
      { name: 'kubelet', read: (usage, request) => kubeletUsage(api, usage, request) },
      { name: 'metrics-server', read: (usage, request) => metricsServerUsage(api, usage, request) },
      { name: 'dcgm-exporter', read: (usage, request) => dcgmUsage(api, usage, request) },
    ]
  }

  async read(request: UsageRequest): Promise<MetricSample[]> {
    const usage = emptyUsage()
    for (const source of this.#sources) {
      if (source.name === 'metrics-server' && usage.nodes.size > 0) continue
      await this.#try(source, usage, request)
    }
    return samplesOf(usage)
  }

  async #try(source: Source, usage: Usage, request: UsageRequest): Promise<void> {
    const skips = this.#skips.get(source.name) ?? 0
    if (skips > 0) {
      this.#skips.set(source.name, skips - 1)
      return
    }
    try {
      await source.read(usage, request)
      this.#onSource(source.name)
    } catch (error) {
      this.#skips.set(source.name, SKIP_SAMPLES)
      this.#log.debug({ source: source.name, problem: messageOf(error) }, 'no usage from here')
    }
  }
}
