import { allocatable, equalNode, type Fleet, type FleetNode } from './fleet.ts'
import type { PlannedJob } from './plan-replay.ts'

export interface SizeOptions {
  clusters: number
  gpusPerNode: number
  /** Absent: by `load`. */
  nodesPerCluster: number | undefined
  /** Mean demand over what there is, of the resource that is asked for most. */
  load: number
  /** Seconds over which the demand comes. */
  seconds: number
}

/** Equal machines for these jobs: as many as the load needs, and at least as many in each cluster as the largest gang. */
export function sizeFleet(jobs: readonly PlannedJob[], options: SizeOptions): FleetNode[][] {
  const node = equalNode(options.gpusPerNode)
  const wanted = loadOf(jobs, node, options.seconds) / options.load / options.clusters
  const perCluster = options.nodesPerCluster ?? Math.max(1, Math.ceil(wanted), byGang(jobs, node))
  return Array.from({ length: options.clusters }, () => Array.from({ length: perCluster }, () => node))
}

/** Mean demand of these jobs, in machines: of the resource that is asked for most. */
function loadOf(jobs: readonly PlannedJob[], node: FleetNode, seconds: number): number {
  const room = allocatable(node)
  const demand = (of: (job: PlannedJob) => number) =>
    jobs.reduce((sum, job) => sum + of(job) * job.replicas * job.runSeconds, 0) / Math.max(seconds, 1e-9)
  return Math.max(
    room.gpus > 0 ? demand((job) => job.gpuMilli) / (room.gpus * 1000) : 0,
    demand((job) => job.cpuMilli) / room.cpuMilli,
    demand((job) => job.memoryMib) / room.memoryMib,
  )
}

function byGang(jobs: readonly PlannedJob[], node: FleetNode): number {
  const room = allocatable(node)
  return Math.max(
    1,
    ...jobs.map((job) => {
      const onOne = replicasOn(room, job)
      return onOne === 0 ? 1 : Math.ceil(job.replicas / onOne)
    }),
  )
}

/** The model of GPU that a job is given, of those that it would take: the first that there is. Undefined: any will do, or none is there. */
export function modelFor(job: PlannedJob, fleet: Fleet): string | undefined {
  return job.gpuModels.find((model) => fleet.some((nodes) => nodes.some((node) => node.model === model)))
}

/** True when some cluster, if it were empty, could hold the whole job. */
export function fits(job: PlannedJob, fleet: Fleet): boolean {
  const model = modelFor(job, fleet)
  if (job.gpuModels.length > 0 && model === undefined) return false
  return fleet.some((nodes) => {
    let room = 0
    for (const node of nodes) {
      if (model === undefined || node.model === model) room += replicasOn(allocatable(node), job)
      if (room >= job.replicas) return true
    }
    return false
  })
}

function replicasOn(room: FleetNode, job: PlannedJob): number {
  return Math.floor(
    Math.min(
      job.gpuMilli === 0 ? Infinity : gpuSlots(room.gpus, job.gpuMilli),
      job.cpuMilli === 0 ? Infinity : room.cpuMilli / job.cpuMilli,
      job.memoryMib === 0 ? Infinity : room.memoryMib / job.memoryMib,
    ),
  )
}

/** Parts of a device do not reach over two of them. */
function gpuSlots(gpus: number, gpuMilli: number): number {
  return gpuMilli < 1000 ? gpus * Math.floor(1000 / gpuMilli) : Math.floor((gpus * 1000) / gpuMilli)
}
