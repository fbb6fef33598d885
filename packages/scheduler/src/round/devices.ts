import { GPU, GPU_DEVICE } from '../state/resources.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Fleet } from './fleet.ts'
import { RUNNING, STOPPING, type Amounts, type Work } from './work.ts'

/**
 * GPUs of a pool in which parts of devices are asked for. A device is either given whole or shared, so amounts alone do not
 * tell what fits: the column of GPUs then holds only devices that nobody uses, and one more column (`amounts.shared`) the
 * largest free part of any one device. Both follow from which parts stand on the node, packed into as few devices as
 * first-fit in falling size finds; agents are expected to pack at least as well.
 */
export interface Devices {
  gpu: number
  shared: number
  /** Distinct sizes of parts, larger first. */
  sizes: Float64Array
  /** Index into `sizes` by class; -1 for classes that ask for whole devices or none. */
  sizeOf: Int32Array
  /** Whole devices asked for by one replica of a class. */
  wholeOf: Int32Array
  now: DeviceUse
  later: DeviceUse
}

/** What is in use, by node. */
interface DeviceUse {
  whole: Int32Array
  /** How many parts of each size; rows of `sizes.length`. */
  parts: Int32Array
}

/** Counts what runs use, and fills in both columns of `fleet.room`; undefined when nobody asks for parts. */
export function openDevices(state: SchedulerState, fleet: Fleet, amounts: Amounts, work: Work): Devices | undefined {
  if (amounts.shared === -1) return undefined
  const sizes = new Set<number>()
  for (let k = 0; k < work.classCount; k++) {
    const part = work.need[k * amounts.width + amounts.shared]!
    if (part > 0) sizes.add(part)
  }
  const sorted = Float64Array.from(sizes).sort().reverse()
  const devices: Devices = {
    gpu: amounts.local[GPU]!,
    shared: amounts.shared,
    sizes: sorted,
    sizeOf: new Int32Array(work.classCount).fill(-1),
    wholeOf: new Int32Array(work.classCount),
    now: emptyUse(fleet.count, sorted.length),
    later: emptyUse(0, 0),
  }
  for (let k = 0; k < work.classCount; k++) {
    const part = work.need[k * amounts.width + amounts.shared]!
    if (part > 0) devices.sizeOf[k] = sorted.indexOf(part)
    devices.wholeOf[k] = work.need[k * amounts.width + devices.gpu]! / GPU_DEVICE
  }
  countRuns(state, fleet, work, devices)
  for (let n = 0; n < fleet.count; n++) writeColumns(fleet, devices, devices.now, fleet.room, n)
  devices.later = { whole: devices.now.whole.slice(), parts: devices.now.parts.slice() }
  return devices
}

function emptyUse(nodes: number, sizes: number): DeviceUse {
  return { whole: new Int32Array(nodes), parts: new Int32Array(nodes * sizes) }
}

function countRuns(state: SchedulerState, fleet: Fleet, work: Work, devices: Devices): void {
  const { slotStart, slotCount, slab } = state.workloads
  const { gpu, now, sizes } = devices
  const known = new Float64Array(fleet.count)
  for (let at = 0; at < work.count; at++) {
    if (work.status[at] !== RUNNING && work.status[at] !== STOPPING) continue
    const workload = work.workload[at]!
    const k = work.class[at]!
    for (let slot = slotStart[workload]!; slot < slotStart[workload]! + slotCount[workload]!; slot++) {
      const n = fleet.local[slab.values[slot]!]!
      if (n < 0) continue
      known[n]! += devices.sizeOf[k] === -1 ? devices.wholeOf[k]! * GPU_DEVICE : sizes[devices.sizeOf[k]!]!
      use(devices, now, n, k, 1)
    }
  }
  // Runs of other pools that stand on the node: in which parts is not known here, so they count as whole devices.
  for (let n = 0; n < fleet.count; n++) {
    const index = n * fleet.width + gpu
    const used = fleet.allocatable[index]! - fleet.room[index]!
    now.whole[n]! += Math.ceil(Math.max(0, used - known[n]!) / GPU_DEVICE)
  }
}

function use(devices: Devices, layer: DeviceUse, n: number, k: number, sign: number): void {
  const size = devices.sizeOf[k]!
  if (size === -1) layer.whole[n]! += sign * devices.wholeOf[k]!
  else layer.parts[n * devices.sizes.length + size]! += sign
}

/** Takes (`sign` 1) or returns (-1) one replica's GPUs on a node, now and later, or later only. */
export function moveDevices(fleet: Fleet, devices: Devices, n: number, k: number, sign: number, isNow: boolean): void {
  if (devices.sizeOf[k] === -1 && devices.wholeOf[k] === 0) return
  if (isNow) {
    use(devices, devices.now, n, k, sign)
    writeColumns(fleet, devices, devices.now, fleet.room, n)
  }
  use(devices, devices.later, n, k, sign)
  writeColumns(fleet, devices, devices.later, fleet.later, n)
}

/** Free parts of shared devices while one node is packed. */
const open = new Float64Array(256)

function writeColumns(fleet: Fleet, devices: Devices, layer: DeviceUse, room: Float64Array, n: number): void {
  const all = Math.floor(fleet.allocatable[n * fleet.width + devices.gpu]! / GPU_DEVICE) - layer.whole[n]!
  const opened = pack(devices, layer, n, -1)
  const whole = all - opened
  let largest = 0
  // With more devices opened than there are, what is left on them is not there.
  if (whole >= 0) for (let device = 0; device < opened; device++) largest = Math.max(largest, open[device]!)
  if (whole === 0 && largest > 0) largest = safePart(devices, layer, n, all, largest)
  room[n * fleet.width + devices.gpu] = whole * GPU_DEVICE
  room[n * fleet.width + devices.shared] = whole > 0 ? GPU_DEVICE : largest
}

/** Packs the parts on a node, and one more of size number `extra` (-1: none), by first-fit in falling size. Returns how many devices that takes. */
function pack({ sizes }: Devices, { parts }: DeviceUse, n: number, extra: number): number {
  let opened = 0
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i]!
    for (let count = parts[n * sizes.length + i]! + (i === extra ? 1 : 0); count > 0; count--) {
      let device = 0
      while (device < opened && open[device]! < size) device++
      if (device === opened) open[opened++] = GPU_DEVICE
      open[device]! -= size
    }
  }
  return opened
}

/**
 * The largest part, at most `largest`, that can be added, and every smaller one too. One more part shifts those packed after it, which then may need a
 * device more although there was room for it; one no larger than all that are there comes last and shifts nobody.
 */
function safePart(devices: Devices, layer: DeviceUse, n: number, all: number, largest: number): number {
  const { sizes } = devices
  let i = sizes.length - 1
  while (i >= 0 && layer.parts[n * sizes.length + i] === 0) i--
  for (i--; i >= 0 && sizes[i]! <= largest; i--) {
    if (pack(devices, layer, n, i) > all) return sizes[i + 1]!
  }
  return largest
}
