import type { ResourceList } from '@fairlead/protocol'
import type { Refusal, RunRef, RunRequest } from './driver.ts'

type Tally = Map<string, number>
type Node = { name: string; room: ResourceList; promised: Tally; occupied: Tally }
type Entry = { places: string[]; resources: ResourceList; isPromised: boolean; isOccupying: boolean }

/**
 * Who uses what of each node. Two sums are kept for each: `promised` counts runs that were admitted and are not ending,
 * `occupied` those that are really there. So a run can be admitted while another one is still ending, and waits for its room.
 */
export class NodeLedger {
  readonly #nodes = new Map<string, Node>()
  readonly #entries = new Map<string, Entry>()
  /** Sums of what is promised, over all nodes: asked before every start. */
  readonly #promised: Tally = new Map()

  setNode(name: string, room: ResourceList): void {
    const known = this.#nodes.get(name)
    if (known) known.room = room
    else this.#nodes.set(name, { name, room, promised: new Map(), occupied: new Map() })
  }

  /** The node is gone: nothing more is promised there. */
  removeNode(name: string): void {
    this.#nodes.delete(name)
  }

  /** Keeps room for a run, or says why there is none. A run that has room already keeps it. */
  admit(request: RunRequest): Refusal | undefined {
    const key = keyOf(request)
    if (this.#entries.has(key)) return undefined
    const { nodes, replicas, resources } = request.spec
    if (nodes.length > 0 && nodes.length !== replicas) {
      return refuse('INVALID', `${replicas} replicas cannot be placed on a list of ${nodes.length} nodes`, false)
    }
    const unknown = nodes.find((name) => !this.#nodes.has(name))
    if (unknown !== undefined) return refuse('NODE_UNKNOWN', `there is no node ${unknown} here`, true)
    const entry: Entry = { places: [], resources, isPromised: true, isOccupying: false }
    for (let index = 0; index < replicas; index += 1) {
      const wanted = nodes[index]
      const node = wanted === undefined ? this.#roomiest(resources) : this.#nodes.get(wanted)
      const missing = node === undefined ? 'no node is large enough' : shortageOf(node, node.promised, resources)
      if (node === undefined || missing !== undefined) {
        for (const place of entry.places) subtract(this.#node(place).promised, resources)
        const canEverFit = [...this.#nodes.values()].some(
          (each) => shortageOf(each, new Map(), resources) === undefined,
        )
        return refuse('NO_ROOM', `replica ${index}: ${missing}`, canEverFit)
      }
      add(node.promised, resources)
      entry.places.push(node.name)
    }
    this.#entries.set(key, entry)
    this.#sum(entry, 1)
    return undefined
  }

  /** Counts a run that is known to be there, for example after a restart, whether or not it fits. */
  restore(ref: RunRef, places: string[], resources: ResourceList): void {
    this.release(ref)
    const entry: Entry = { places, resources, isPromised: true, isOccupying: true }
    this.#entries.set(keyOf(ref), entry)
    this.#sum(entry, 1)
    for (const place of places) {
      add(this.#node(place).promised, resources)
      add(this.#node(place).occupied, resources)
    }
  }

  /** How much of a resource all runs but this one were promised. */
  promised(resource: string, except: RunRef): number {
    const own = this.#entries.get(keyOf(except))
    const mine = own?.isPromised === true ? (own.resources[resource] ?? 0) * own.places.length : 0
    return (this.#promised.get(resource) ?? 0) - mine
  }

  /** Nodes that `admit` chose, one for each replica. */
  placesOf(ref: RunRef): string[] {
    return this.#entries.get(keyOf(ref))?.places ?? []
  }

  /** Takes the room for real if it is free now. False: somebody who is ending still has it. */
  occupy(ref: RunRef): boolean {
    const entry = this.#entries.get(keyOf(ref))
    if (entry === undefined || entry.isOccupying) return true
    const taken: Node[] = []
    for (const place of entry.places) {
      const node = this.#node(place)
      if (shortageOf(node, node.occupied, entry.resources) !== undefined) {
        for (const each of taken) subtract(each.occupied, entry.resources)
        return false
      }
      add(node.occupied, entry.resources)
      taken.push(node)
    }
    entry.isOccupying = true
    return true
  }

  /** The run was told to end: its room may be promised to another. */
  markEnding(ref: RunRef): void {
    const entry = this.#entries.get(keyOf(ref))
    if (entry === undefined || !entry.isPromised) return
    this.#sum(entry, -1)
    entry.isPromised = false
    for (const place of entry.places) subtract(this.#node(place).promised, entry.resources)
  }

  /** The run is gone, or will not come. */
  release(ref: RunRef): void {
    const entry = this.#entries.get(keyOf(ref))
    if (entry === undefined) return
    this.#entries.delete(keyOf(ref))
    if (entry.isPromised) this.#sum(entry, -1)
    for (const place of entry.places) {
      const node = this.#node(place)
      if (entry.isPromised) subtract(node.promised, entry.resources)
      if (entry.isOccupying) subtract(node.occupied, entry.resources)
    }
  }

  #sum({ places, resources }: Entry, sign: 1 | -1): void {
    for (const [name, amount] of Object.entries(resources)) {
      this.#promised.set(name, (this.#promised.get(name) ?? 0) + sign * amount * places.length)
    }
  }

  /** A node that is no longer configured may still hold runs of an earlier life: it has no room and is not offered. */
  #node(name: string): Node {
    const known = this.#nodes.get(name)
    if (known) return known
    const gone: Node = { name, room: {}, promised: new Map(), occupied: new Map() }
    return gone
  }

  /** For runs without a chosen node: the one with the most free share of what is asked. Ties go to the first name. */
  #roomiest(resources: ResourceList): Node | undefined {
    let best: Node | undefined
    let bestShare = -1
    for (const node of this.#nodes.values()) {
      if (shortageOf(node, node.promised, resources) !== undefined) continue
      let share = 1
      for (const name of Object.keys(resources)) {
        const room = node.room[name] ?? 0
        if (room > 0) share = Math.min(share, (room - (node.promised.get(name) ?? 0)) / room)
      }
      if (share > bestShare) {
        best = node
        bestShare = share
      }
    }
    return best
  }
}

function keyOf(ref: RunRef): string {
  return `${ref.runId}:${ref.generation}`
}

function shortageOf(node: Node, used: Tally, wanted: ResourceList): string | undefined {
  for (const [name, amount] of Object.entries(wanted)) {
    if (amount === 0) continue
    const free = (node.room[name] ?? 0) - (used.get(name) ?? 0)
    if (amount > free) return `node ${node.name} has ${Math.max(0, free)} of ${name} free, ${amount} asked`
  }
  return undefined
}

function add(tally: Tally, resources: ResourceList): void {
  for (const [name, amount] of Object.entries(resources)) tally.set(name, (tally.get(name) ?? 0) + amount)
}

function subtract(tally: Tally, resources: ResourceList): void {
  for (const [name, amount] of Object.entries(resources)) tally.set(name, (tally.get(name) ?? 0) - amount)
}

function refuse(code: string, message: string, retryable: boolean): Refusal {
  return { code, message, retryable }
}
