import { CPU, GPU, GPU_DEVICE } from '../state/resources.ts'
import { limitsUsers } from '../fairness/user-books.ts'
import type { SchedulerState } from '../state/state.ts'
import type { QueueTree } from './queue-tree.ts'
import { SizePlan, type Sizes } from './sizes.ts'
import { poolOf } from '../state/workloads.ts'
import { AWAY, NOMINATED, RUNNING, STOPPING, WAITING, type Amounts, type Work } from './work.ts'

/** Resources that the pool's workloads ask for or that its quotas name; at least one. */
export function openAmounts(state: SchedulerState, pool: number, list: Int32Array): Amounts {
  const named = new Uint8Array(state.width)
  const seen = new Uint8Array(state.shapes.size)
  let hasParts = false
  for (const workload of list) {
    const shape = state.classes.shape[state.workloads.class[workload]!]!
    if (seen[shape] === 1) continue
    seen[shape] = 1
    for (let r = 0; r < state.width; r++) if (state.shapes.requests[shape * state.width + r]! > 0) named[r] = 1
    const gpus = state.shapes.requests[shape * state.width + GPU]!
    if (gpus > 0 && gpus < GPU_DEVICE) hasParts = true
  }
  const poolId = state.pools.table.ids[pool]!
  for (const queue of state.queues.upserts) {
    const quotas = queue?.pools[poolId]?.quotas
    for (const name in quotas) {
      const resource = state.resourceIndex.get(name)
      if (resource !== undefined) named[resource] = 1
    }
  }
  const resource: number[] = []
  for (let r = 0; r < named.length; r++) if (named[r] === 1) resource.push(r)
  if (resource.length === 0) resource.push(CPU)
  const local = new Int32Array(state.width).fill(-1)
  for (let a = 0; a < resource.length; a++) local[resource[a]!] = a
  const shared = hasParts ? resource.push(GPU) - 1 : -1
  return { width: resource.length, resource: Int32Array.from(resource), local, shared }
}

/** Columns of the pool's work; `list` is in order of arrival. */
export function openWork(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  amounts: Amounts,
  list: Int32Array,
): Work {
  const work = emptyWork(list.length, tree.count)
  const localClass = new Int32Array(state.classes.size).fill(-1)
  const classOfArrival = new Int32Array(list.length)
  const classes: number[] = []
  const limited = limitsUsers(state, tree, pool)
  const users: number[] = []
  const byUser = new Map<number, number>()
  let sizePlan: SizePlan | undefined
  for (let i = 0; i < list.length; i++) {
    const number = state.workloads.class[list[i]!]!
    const user = limited === undefined ? -1 : limitedUser(state, tree, limited, list[i]!)
    if (user === -1) {
      if (localClass[number] === -1) localClass[number] = classes.push(number) - 1
      classOfArrival[i] = localClass[number]!
    } else {
      const key = number * state.workloads.users.size + user
      if (!byUser.has(key)) byUser.set(key, classes.push(number) - 1)
      classOfArrival[i] = byUser.get(key)!
    }
    users[classOfArrival[i]!] = user
    if (state.classes.replicasMin[number] === state.classes.replicas[number]) continue
    sizePlan ??= new SizePlan(state, classes)
    classOfArrival[i] = sizePlan.classOf(list[i]!, classOfArrival[i]!, poolOf(state, list[i]!) === pool)
    users[classOfArrival[i]!] = user
  }
  const sized = sizePlan?.close()
  if (limited !== undefined) work.user = Int32Array.from(classes, (_, k) => users[k] ?? -1)
  openClasses(state, tree, amounts, work, classes)
  if (sized !== undefined) openSizes(state, work, list, classOfArrival, sized)
  sortWork(state, pool, tree, work, list, classOfArrival)
  return work
}

/** Charges gangs that hold fewer replicas than all for what they hold. */
function openSizes(
  state: SchedulerState,
  work: Work,
  list: Int32Array,
  classOf: Int32Array,
  { sizes, bases }: { sizes: Sizes; bases: readonly number[] },
): void {
  work.sizes = sizes
  const width = work.demand.length / work.classCount
  for (let i = 0; i < list.length; i++) {
    const k = classOf[i]!
    const base = bases[k]
    if (base === undefined || work.base[k] === base) continue
    const held = state.workloads.slotCount[list[i]!]!
    work.base[k] = base
    work.replicas[k] = held
    work.replicasMin[k] = held
    for (let a = 0; a < width; a++) {
      work.demand[k * width + a] = (work.demand[base * width + a]! / work.replicas[base]!) * held
    }
  }
}

/** The user of a workload where a queue on its way up limits users; -1: none. */
function limitedUser(state: SchedulerState, tree: QueueTree, limited: Uint8Array, workload: number): number {
  const queue = tree.local[state.classes.queue[state.workloads.class[workload]!]!] ?? -1
  return queue > 0 && limited[queue] === 1 ? state.workloads.user[workload]! : -1
}

function emptyWork(count: number, queues: number): Work {
  const none = new Int32Array(0)
  return {
    classCount: 0,
    stateClass: none,
    leaf: none,
    home: none,
    shape: none,
    replicas: none,
    replicasMin: none,
    base: none,
    sizes: undefined,
    priority: new Float64Array(0),
    preemptible: new Uint8Array(0),
    need: new Float64Array(0),
    demand: new Float64Array(0),
    primary: none,
    wantsGpu: new Uint8Array(0),
    waitingCount: none,
    user: undefined,
    count,
    workload: new Int32Array(count),
    class: new Int32Array(count),
    submittedAt: new Float64Array(count),
    status: new Uint8Array(count),
    leafStart: new Int32Array(queues + 2),
  }
}

function openClasses(state: SchedulerState, tree: QueueTree, amounts: Amounts, work: Work, classes: number[]): void {
  const { width } = amounts
  const count = classes.length
  work.classCount = count
  work.stateClass = Int32Array.from(classes)
  work.leaf = new Int32Array(count)
  work.home = new Int32Array(count)
  work.shape = new Int32Array(count)
  work.replicas = new Int32Array(count)
  work.replicasMin = new Int32Array(count)
  work.base = Int32Array.from(classes.keys())
  work.priority = new Float64Array(count)
  work.preemptible = new Uint8Array(count)
  work.need = new Float64Array(count * width)
  work.demand = new Float64Array(count * width)
  work.primary = new Int32Array(count)
  work.wantsGpu = new Uint8Array(count)
  work.waitingCount = new Int32Array(count)
  const gpu = amounts.local[GPU]!
  const cpu = amounts.local[CPU]!
  for (let k = 0; k < count; k++) {
    const number = classes[k]!
    if (number === -1) {
      work.home[k] = -1
      work.leaf[k] = -1
      continue
    }
    const queue = tree.local[state.classes.queue[number]!] ?? -1
    work.home[k] = queue
    work.leaf[k] = queue > 0 && tree.isLeaf[queue] === 1 ? queue : -1
    work.shape[k] = state.classes.shape[number]!
    work.replicas[k] = state.classes.replicas[number]!
    work.replicasMin[k] = state.classes.replicasMin[number]!
    work.priority[k] = state.classes.priority[number]!
    work.preemptible[k] = state.classes.preemptible[number]!
    const row = state.classes.shape[number]! * state.width
    for (let a = 0; a < width; a++) {
      if (a === amounts.shared) continue
      const amount = state.shapes.requests[row + amounts.resource[a]!]!
      const isPart = amounts.resource[a] === GPU && amount < GPU_DEVICE
      work.need[k * width + (isPart && amounts.shared >= 0 ? amounts.shared : a)] = amount
      work.demand[k * width + a] = amount * work.replicas[k]!
    }
    work.wantsGpu[k] = gpu >= 0 && work.demand[k * width + gpu]! > 0 ? 1 : 0
    work.primary[k] = primaryOf(work, k, amounts, cpu)
  }
}

function primaryOf(work: Work, k: number, amounts: Amounts, cpu: number): number {
  const { width, shared } = amounts
  if (work.wantsGpu[k] === 1) return shared >= 0 && work.need[k * width + shared]! > 0 ? shared : amounts.local[GPU]!
  if (cpu >= 0 && work.need[k * width + cpu]! > 0) return cpu
  for (let a = 0; a < width; a++) if (work.need[k * width + a]! > 0) return a
  return 0
}

/** One counting sort by (leaf, priority); arrival order does the rest, since the sort is stable. */
function sortWork(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  work: Work,
  list: Int32Array,
  classOf: Int32Array,
): void {
  const priorities = [...new Set(work.priority)].sort((a, b) => b - a)
  const rankOf = new Map(priorities.map((priority, rank) => [priority, rank]))
  const levels = priorities.length
  const bucketOf = new Int32Array(work.classCount)
  for (let k = 0; k < work.classCount; k++) {
    const leaf = work.leaf[k] === -1 ? tree.count : work.leaf[k]!
    bucketOf[k] = leaf * levels + rankOf.get(work.priority[k]!)!
  }
  const start = new Int32Array((tree.count + 1) * levels + 1)
  for (let i = 0; i < list.length; i++) start[bucketOf[classOf[i]!]! + 1]! += 1
  for (let bucket = 1; bucket < start.length; bucket++) start[bucket]! += start[bucket - 1]!
  for (let q = 0; q <= tree.count + 1; q++) work.leafStart[q] = start[q * levels] ?? list.length
  const { runCluster, stopping, nominatedCluster, submittedAt } = state.workloads
  for (let i = 0; i < list.length; i++) {
    const k = classOf[i]!
    const workload = list[i]!
    const at = start[bucketOf[k]!]!++
    work.workload[at] = workload
    work.class[at] = k
    work.submittedAt[at] = submittedAt[workload]!
    if (poolOf(state, workload) !== pool) work.status[at] = AWAY
    else if (runCluster[workload] !== -1) work.status[at] = stopping[workload] === 1 ? STOPPING : RUNNING
    else if (nominatedCluster[workload] !== -1) work.status[at] = NOMINATED
    else work.status[at] = WAITING
  }
}
