import { createHash } from 'node:crypto'
import type { TraceJob } from './trace.ts'

export interface PlanOptions {
  skip: number
  limit: number | undefined
  /** So many rows, spread over the whole trace. */
  sample: number | undefined
  seed: number
  /** Times faster than the trace. */
  speed: number | undefined
  /** Seconds that all arrivals are compressed into, where no speed is given. */
  arrivalSeconds: number | undefined
  /** Seconds of the trace after which a job is cut; absent: the span of the arrivals. */
  maxRunSeconds: number | undefined
  gpusPerNode: number
}

/** A job as it will be submitted. Times are seconds of the replay. */
export interface PlannedJob {
  line: number
  queue: string
  submitAt: number
  runSeconds: number
  replicas: number
  /** Of each replica. */
  gpuMilli: number
  cpuMilli: number
  memoryMib: number
  gpuModels: string[]
  exitCode: 0 | 1
}

export interface Plan {
  jobs: PlannedJob[]
  speed: number
  arrivalSeconds: number
  /** Jobs that were cut to the longest running time. */
  capped: number
  maxRunSeconds: number
}

const ARRIVAL_SECONDS = { min: 60, max: 900 }
/** Mean of submissions a second that the default aims at. */
const ROWS_PER_SECOND = 50
/** A trace that says nothing of cores and memory: so much for each GPU, which leaves GPUs the scarce thing. */
export const ASSUMED_PER_GPU = { cpuMilli: 4_000, memoryMib: 16_384 }
const RUN_SECONDS_MIN = 0.01

/** Chooses rows and compresses time. The same options give the same plan. */
export function planReplay(all: readonly TraceJob[], options: PlanOptions): Plan {
  const chosen = choose(all, options)
  const first = chosen[0]?.submitAt ?? 0
  const span = (chosen.at(-1)?.submitAt ?? 0) - first
  const longest = Math.max(0, ...chosen.map((job) => job.runSeconds))
  const wanted =
    options.arrivalSeconds ??
    Math.min(ARRIVAL_SECONDS.max, Math.max(ARRIVAL_SECONDS.min, chosen.length / ROWS_PER_SECOND))
  // Jobs that all come at once have no span to compress: then their running times are what has to fit.
  const speed = options.speed ?? Math.max(1e-6, span > 0 ? span / wanted : Math.max(1, longest / wanted))
  const maxRunSeconds = options.maxRunSeconds ?? (span > 0 ? span : longest)
  let capped = 0
  const jobs = chosen.map((job): PlannedJob => {
    if (job.runSeconds > maxRunSeconds) capped += 1
    const { replicas, gpuMilli } = split(job.gpus, options.gpusPerNode)
    const parts = Math.max(1, gpuMilli / 1000)
    return {
      line: job.line,
      queue: job.queue,
      submitAt: (job.submitAt - first) / speed,
      runSeconds: Math.max(RUN_SECONDS_MIN, Math.min(job.runSeconds, maxRunSeconds) / speed),
      replicas,
      gpuMilli,
      cpuMilli: job.cpuMilli ?? Math.round(ASSUMED_PER_GPU.cpuMilli * parts),
      memoryMib: job.memoryMib ?? Math.round(ASSUMED_PER_GPU.memoryMib * parts),
      gpuModels: job.gpuModels,
      exitCode: job.exitCode,
    }
  })
  return { jobs, speed, arrivalSeconds: span / speed, capped, maxRunSeconds }
}

/** More GPUs than a machine has become a gang of equal replicas, as few as there can be. */
export function split(gpus: number, gpusPerNode: number): { replicas: number; gpuMilli: number } {
  if (gpus <= gpusPerNode) return { replicas: 1, gpuMilli: Math.round(gpus * 1000) }
  for (let replicas = Math.ceil(gpus / gpusPerNode); ; replicas += 1) {
    if (gpus % replicas === 0) return { replicas, gpuMilli: (gpus / replicas) * 1000 }
  }
}

function choose(all: readonly TraceJob[], { skip, limit, sample, seed }: PlanOptions): TraceJob[] {
  const rest = all.slice(skip)
  const drawn = sample === undefined || sample >= rest.length ? rest : draw(rest, sample, seed)
  return limit === undefined ? drawn : drawn.slice(0, limit)
}

/** `count` rows by lot; the same seed draws the same ones. */
function draw(jobs: readonly TraceJob[], count: number, seed: number): TraceJob[] {
  const lots = jobs.map((job, index) => ({
    index,
    lot: createHash('sha256').update(`${seed}:${job.line}`).digest('hex'),
  }))
  const kept = lots
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ index }) => index)
  return kept.toSorted((a, b) => a - b).flatMap((index) => jobs[index] ?? [])
}
