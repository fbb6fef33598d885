import { readFileSync } from 'node:fs'
import { simulate, type Arrival, type Delta, type WorkloadUpsert } from '@fairlead/scheduler'
import { parse } from 'csv-parse/sync'
import { measureRound } from './measure-round.ts'
import { reportSimulation } from './report-simulation.ts'
import { traceMix } from './trace-mix.ts'
import { cluster, node, NOW, pool, POOL, queue } from './world.ts'
import { InputError } from './input-error.ts'

const CLUSTERS = 5

/**
 * Alibaba's trace openb. With its two files, `openb_node_list_all_node.csv` and `openb_pod_list_*.csv` (alibaba/clusterdata, cluster-trace-gpu-v2023):
 * all pods at once, then each at its time. Without files: its mix of nodes ten times over, with a million jobs in 100 queues.
 */
export function openb(files: readonly string[]): void {
  const [nodesFile, podsFile] = files
  if (nodesFile === undefined)
    return void measureRound(traceMix({ jobs: 1_000_000, nodes: 15_230, queues: 100 }, false))
  if (podsFile === undefined) throw new InputError('--openb needs two files: the list of nodes, then the list of pods')
  const nodes = rowsOf(nodesFile)
  const pods = rowsOf(podsFile)
  const world = worldOf(nodes)
  const arrivals = pods.map(arrivalOf)
  const input = `${pods.length} pods on ${nodes.length} nodes in ${CLUSTERS} clusters, a queue for each class of service`
  measureRound({
    name: 'openb, all pods at once',
    input,
    deltas: () => [...world, ...arrivals.map(({ workload }) => workload)],
    repeats: 5,
  })
  reportSimulation({ case: 'openb, each pod at its time', input: `${input}; in virtual time` }, () =>
    simulate({
      world,
      startAt: NOW,
      arrivals,
      policy: { preemptionsMaxPerRound: 1_000_000, placementsMaxPerRound: 1_000_000 },
      checkEveryRounds: 500,
    }),
  )
}

type Row = Readonly<Record<string, string>>

function rowsOf(file: string): Row[] {
  const rows = readRows(file)
  if (rows[0]?.['cpu_milli'] === undefined)
    throw new InputError(`${file}: there is no column cpu_milli; give a list of openb`)
  return rows
}

function readRows(file: string): Row[] {
  const text = readFileSync(file, 'utf8')
  try {
    return parse(text, { columns: true, skip_empty_lines: true })
  } catch (cause) {
    throw new InputError(`${file}: this is no CSV with a line of names; give a list of openb`, { cause })
  }
}

const QUEUES = ['LS', 'BE', 'Burstable', 'Guaranteed']

function worldOf(nodes: readonly Row[]): Delta[] {
  const clusters = Array.from({ length: CLUSTERS }, (_, c) => cluster(`cluster-${c}`))
  const queues = QUEUES.map((id, createdAt) => queue(id, {}, { createdAt }))
  const all = nodes.map((row, i) => {
    const gpus = Number(row['gpu'])
    const allocatable = { ...cpuAndMemory(row), ...(gpus > 0 ? { gpu: gpus * 1_000 } : {}) }
    const labels = { 'kubernetes.io/hostname': row['sn']!, ...(gpus > 0 ? { 'gpu.model': row['model']! } : {}) }
    return node(i, allocatable, { name: row['sn']!, clusterId: `cluster-${i % CLUSTERS}`, labels })
  })
  return [pool(), ...clusters, ...queues, ...all]
}

function cpuAndMemory(row: Row): { cpu: number; memory: number } {
  return { cpu: Number(row['cpu_milli']), memory: Number(row['memory_mib']) }
}

/** Pods that never ran get the median running time of the trace, about ten minutes. */
const RUNTIME_MS_UNKNOWN = 616_000

function arrivalOf(row: Row): Arrival {
  const gpus = Number(row['num_gpu'])
  const requests = { ...cpuAndMemory(row), ...gpuOf(gpus, Number(row['gpu_milli'])) }
  const at = NOW + Number(row['creation_time']) * 1_000
  const ran = (Number(row['deletion_time']) - Number(row['scheduled_time'])) * 1_000
  const hasRun = row['scheduled_time'] !== '' && row['deletion_time'] !== '' && ran > 0
  const queueId = QUEUES.includes(row['qos'] ?? '') ? row['qos']! : 'BE'
  const workload: WorkloadUpsert = {
    kind: 'workload',
    id: row['name']!,
    queueId,
    poolId: POOL,
    classKey: `${queueId} ${JSON.stringify(requests)}`,
    submittedAt: at,
    priority: 40,
    preemptible: true,
    replicas: 1,
    requests,
    clusterIds: [],
    nodeSelector: {},
    tolerations: [],
    avoid: [],
  }
  return { at, workload, runtimeMs: hasRun ? ran : RUNTIME_MS_UNKNOWN }
}

function gpuOf(gpus: number, milli: number): { gpu?: number } {
  if (gpus === 0) return {}
  return { gpu: gpus === 1 ? milli : gpus * 1_000 }
}
