import type { DemoNode } from './lay-out.ts'
import type { ToldRun } from './tell-lives.ts'
import { usageShare } from './usage-share.ts'

/** Points of one graph line in one hour. */
export interface UsageHour {
  clusterId: string
  kind: 'node' | 'run'
  key: string
  metric: 'cpu' | 'memory' | 'gpu' | 'gpuMemory'
  hour: number
  offsets: number[]
  values: number[]
}

/** What an idle node of a simulated cluster uses. */
const IDLE = { cpu: 50, memory: 300, gpu: 0, gpuMemory: 0 }
const METRICS = ['cpu', 'memory', 'gpu', 'gpuMemory'] as const
const HOUR_MS = 3_600_000

type Lines = Record<(typeof METRICS)[number], Float64Array>

/** From when to when, as seen from when. */
interface Span {
  from: number
  until: number
  now: number
}

/** Usage of nodes and runs from `from` to `until`, the latter not among it unless it is `now`: finer, the nearer to `now`. */
export function drawUsage(
  nodes: readonly DemoNode[],
  runs: readonly ToldRun[],
  { from, until, now }: Span,
): UsageHour[] {
  const times = timesBetween({ from, until, now })
  const byName = new Map(
    nodes.map((node) => [`${node.clusterId} ${node.name}`, { node, lines: newLines(times.length, IDLE) }]),
  )
  const hours: UsageHour[] = []
  for (const run of runs) {
    if (run.startedAt === null || (run.finishedAt ?? until) <= from) continue
    const first = firstFrom(times, run.startedAt)
    const last = firstFrom(times, run.finishedAt ?? until + 1)
    if (first === last) continue
    const own = newLines(times.length)
    const places = run.nodeNames.flatMap((name) => byName.get(`${run.clusterId} ${name}`) ?? [])
    for (let index = first; index < last; index += 1) {
      const share = run.usage ?? usageShare(run.id, times[index] ?? 0)
      for (const { node, lines } of places) {
        const used = replicaUsage(run.requests, node.gpu?.memoryMib ?? 0, share)
        for (const metric of METRICS) {
          lines[metric][index]! += used[metric]
          own[metric][index]! += used[metric]
        }
      }
    }
    const devices = (run.requests['gpu'] ?? 0) * run.nodeNames.length
    hours.push(...hoursOf({ clusterId: run.clusterId, kind: 'run', key: run.id }, own, devices, times, first, last))
  }
  for (const { node, lines } of byName.values()) {
    const of = { clusterId: node.clusterId, kind: 'node', key: node.name } as const
    hours.push(...hoursOf(of, lines, node.capacity['gpu'] ?? 0, times, 0, times.length))
  }
  return hours
}

/** Every 15 s in the last hour, every minute in the last six, every five minutes in the last two days, else twice an hour. */
function timesBetween({ from, until, now }: Span): number[] {
  const times: number[] = []
  // The present is a time, too; the end of a day is the next day's.
  const end = until === now ? until + 1 : until
  for (let at = from; at < end;) {
    times.push(at)
    at += stepAt(now - at)
  }
  return times
}

function stepAt(ageMs: number): number {
  if (ageMs <= HOUR_MS) return 15_000
  if (ageMs <= 6 * HOUR_MS) return 60_000
  return ageMs <= 48 * HOUR_MS ? 300_000 : 1_800_000
}

function firstFrom(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

function newLines(length: number, level: Partial<Record<keyof Lines, number>> = {}): Lines {
  const line = (metric: keyof Lines) => new Float64Array(length).fill(level[metric] ?? 0)
  return { cpu: line('cpu'), memory: line('memory'), gpu: line('gpu'), gpuMemory: line('gpuMemory') }
}

function replicaUsage(requests: Readonly<Record<string, number>>, gpuMemoryMib: number, share: number) {
  const gpu = requests['gpu'] ?? 0
  return {
    cpu: (requests['cpu'] ?? 0) * share,
    memory: (requests['memory'] ?? 0) * (0.4 + share / 2),
    // Percent times thousandths of devices; divided by the devices at the end.
    gpu: gpu * 100 * share,
    gpuMemory: (gpu / 1000) * gpuMemoryMib * (0.3 + share / 2),
  }
}

function hoursOf(
  of: Pick<UsageHour, 'clusterId' | 'kind' | 'key'>,
  lines: Lines,
  gpuMilli: number,
  times: readonly number[],
  first: number,
  last: number,
): UsageHour[] {
  const metrics = METRICS.filter((metric) => gpuMilli > 0 || !metric.startsWith('gpu'))
  const hours: UsageHour[] = []
  for (let index = first; index < last;) {
    const hour = Math.floor((times[index] ?? 0) / HOUR_MS) * HOUR_MS
    let end = index
    while (end < last && (times[end] ?? 0) < hour + HOUR_MS) end += 1
    const offsets = times.slice(index, end).map((at) => Math.floor((at - hour) / 1000))
    for (const metric of metrics) {
      const divisor = metric === 'gpu' ? gpuMilli : 1
      const values = Array.from(lines[metric].subarray(index, end), (value) => Math.round(value / divisor))
      hours.push({ ...of, metric, hour, offsets, values })
    }
    index = end
  }
  return hours
}
