import type { Clock, Timer } from '../../../lib/clock.ts'
import type { ObservedNode } from '../../driver.ts'
import type { NodeLedger } from '../../node-ledger.ts'
import type { GpuResource } from '../render/render-context.ts'
import type { ForeignPod } from './foreign-pod.ts'
import { resourceList, type NodeFacts } from './node-facts.ts'

/** Pods of others come and go in bursts; nodes are told of it together. */
const SETTLE_MS = 300

/** The nodes that runs may use, with what the cluster's other work leaves of them. */
export class NodeBook {
  readonly #nodes = new Map<string, NodeFacts>()
  readonly #shown = new Map<string, ObservedNode>()
  readonly #foreign = new Map<string, ForeignPod>()
  readonly #onNode = new Map<string, Set<string>>()
  readonly #stale = new Set<string>()
  readonly #ledger: NodeLedger
  readonly #clock: Clock
  readonly #report: (name: string, node: ObservedNode | undefined) => void
  #timer: Timer | undefined

  constructor(options: {
    ledger: NodeLedger
    clock: Clock
    report: (name: string, node: ObservedNode | undefined) => void
  }) {
    this.#ledger = options.ledger
    this.#clock = options.clock
    this.#report = options.report
  }

  all(): Iterable<ObservedNode> {
    return this.#shown.values()
  }

  /** False for a node that is gone or silent; undefined where no node can be seen at all. */
  isAlive = (name: string): boolean | undefined => {
    if (this.#nodes.size === 0) return undefined
    return this.#nodes.get(name)?.node.ready ?? false
  }

  /** How these nodes offer GPUs, or any node that has some when none is named. */
  gpuOf(names: string[]): GpuResource | undefined {
    if (names.length > 0) return names.map((name) => this.#nodes.get(name)?.gpu).find((gpu) => gpu !== undefined)
    for (const { gpu } of this.#nodes.values()) if (gpu !== undefined) return gpu
    return undefined
  }

  put(facts: NodeFacts): void {
    this.#nodes.set(facts.node.name, facts)
    this.#show(facts.node.name)
  }

  drop(name: string): void {
    this.#nodes.delete(name)
    this.#shown.delete(name)
    this.#ledger.removeNode(name)
    this.#report(name, undefined)
  }

  putForeign(uid: string, pod: ForeignPod): void {
    this.dropForeign(uid)
    this.#foreign.set(uid, pod)
    const pods = this.#onNode.get(pod.node) ?? new Set()
    pods.add(uid)
    this.#onNode.set(pod.node, pods)
    this.#touch(pod.node)
  }

  dropForeign(uid: string): void {
    const known = this.#foreign.get(uid)
    if (known === undefined) return
    this.#foreign.delete(uid)
    this.#onNode.get(known.node)?.delete(uid)
    this.#touch(known.node)
  }

  /** Tells at once what waits to be told. */
  settle(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    for (const name of this.#stale) this.#show(name)
    this.#stale.clear()
  }

  close(): void {
    this.#timer?.cancel()
  }

  #touch(name: string): void {
    this.#stale.add(name)
    this.#timer ??= this.#clock.after(SETTLE_MS, () => this.settle())
  }

  #show(name: string): void {
    const facts = this.#nodes.get(name)
    if (facts === undefined) return
    const taken: Record<string, number> = {}
    for (const uid of this.#onNode.get(name) ?? []) {
      for (const [resource, amount] of Object.entries(this.#foreign.get(uid)?.requests ?? {})) {
        taken[resource] = (taken[resource] ?? 0) + amount
      }
    }
    const used = resourceList(
      Object.fromEntries(Object.entries(taken).map(([resource, amount]) => [resource, String(amount)])),
      facts.gpu,
    )
    const allocatable = Object.fromEntries(
      Object.entries(facts.node.allocatable).map(([resource, amount]) => [
        resource,
        Math.max(0, amount - (used[resource] ?? 0)),
      ]),
    )
    const node = { ...facts.node, allocatable }
    this.#shown.set(name, node)
    this.#ledger.setNode(name, allocatable)
    this.#report(name, node)
  }
}
