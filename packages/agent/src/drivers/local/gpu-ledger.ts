const WHOLE_MILLI = 1000

/** Which run uses which share of which GPU of this host. Shares are told to the run, and nothing on the host enforces them. */
export class GpuLedger {
  readonly #used: number[]
  readonly #taken = new Map<string, { devices: number[][]; milli: number }>()

  constructor(count: number) {
    this.#used = Array.from({ length: count }, () => 0)
  }

  get count(): number {
    return this.#used.length
  }

  /**
   * Devices for each replica, or undefined when they are not free now. Up to a whole device comes from one, the fullest that still
   * has room; more comes in whole devices.
   * @param milli Thousandths of a device that each replica asks for.
   */
  take(key: string, replicas: number, milli: number): number[][] | undefined {
    const used = [...this.#used]
    const devices: number[][] = []
    for (let index = 0; index < replicas; index += 1) {
      const chosen = milli === 0 ? [] : milli <= WHOLE_MILLI ? shareOf(used, milli) : wholeOf(used, milli)
      if (chosen === undefined) return undefined
      devices.push(chosen)
    }
    this.restore(key, devices, milli)
    return devices
  }

  /** Counts devices that a run has already, for example since before a restart. */
  restore(key: string, devices: number[][], milli: number): void {
    this.release(key)
    this.#taken.set(key, { devices, milli })
    this.#count(devices, Math.min(milli, WHOLE_MILLI))
  }

  release(key: string): void {
    const taken = this.#taken.get(key)
    if (taken === undefined) return
    this.#taken.delete(key)
    this.#count(taken.devices, -Math.min(taken.milli, WHOLE_MILLI))
  }

  #count(devices: number[][], milli: number): void {
    for (const device of devices.flat()) this.#used[device] = (this.#used[device] ?? 0) + milli
  }
}

function shareOf(used: number[], milli: number): number[] | undefined {
  let best: number | undefined
  for (const [device, load] of used.entries()) {
    if (load + milli <= WHOLE_MILLI && (best === undefined || load > (used[best] ?? 0))) best = device
  }
  if (best === undefined) return undefined
  used[best] = (used[best] ?? 0) + milli
  return [best]
}

function wholeOf(used: number[], milli: number): number[] | undefined {
  const free = [...used.keys()].filter((device) => used[device] === 0).slice(0, milli / WHOLE_MILLI)
  if (free.length < milli / WHOLE_MILLI) return undefined
  for (const device of free) used[device] = WHOLE_MILLI
  return free
}
