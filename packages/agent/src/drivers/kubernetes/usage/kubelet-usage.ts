import type { KubeApi } from '../api/kube-api.ts'
import { hasStatus } from '../api/kube-error.ts'
import { addUsage, type Figures, type Usage } from './usage.ts'
import type { UsageRequest } from './usage-reader.ts'

type Stats = { cpu?: { usageNanoCores?: number }; memory?: { workingSetBytes?: number } }
type Summary = {
  node: Stats
  pods?: (Stats & { podRef: { name: string; namespace: string } })[]
}

/** Nodes asked at a time. */
const ABREAST = 8
const TIMEOUT_MS = 5_000

/** Usage as each kubelet measures it, through the API server. Throws when that is not allowed, or no kubelet answers. */
export async function kubeletUsage(api: KubeApi, usage: Usage, { nodes, pods }: UsageRequest): Promise<void> {
  let answers = 0
  for (let at = 0; at < nodes.length; at += ABREAST) {
    const summaries = await Promise.all(nodes.slice(at, at + ABREAST).map((node) => summaryOf(api, node)))
    for (const [index, summary] of summaries.entries()) {
      const node = nodes[at + index]
      if (summary === undefined || node === undefined) continue
      answers += 1
      addUsage(usage.nodes, node, figuresOf(summary.node))
      for (const { podRef, ...stats } of summary.pods ?? []) {
        const pod = pods.get(`${podRef.namespace}/${podRef.name}`)
        if (pod !== undefined) addUsage(usage.runs, pod.runId, figuresOf(stats))
      }
    }
    if (answers === 0 && nodes.length > 0) throw new Error('no kubelet answers')
  }
}

async function summaryOf(api: KubeApi, node: string): Promise<Summary | undefined> {
  try {
    return await api.send<Summary>({
      method: 'GET',
      path: `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`,
      timeoutMs: TIMEOUT_MS,
    })
  } catch (error) {
    if (hasStatus(error, 401, 403)) throw error
    return undefined
  }
}

function figuresOf({ cpu, memory }: Stats): Figures {
  return {
    ...(cpu?.usageNanoCores === undefined ? {} : { cpu: cpu.usageNanoCores / 1e6 }),
    ...(memory?.workingSetBytes === undefined ? {} : { memory: memory.workingSetBytes / 1_048_576 }),
  }
}
