import type { ObservedRun } from '../../driver.ts'
import type { EventFacts } from './event-facts.ts'
import { isService, type MainFacts } from './main-facts.ts'
import type { PodFacts } from './pod-facts.ts'
import type { RunRecord } from './run-record.ts'

/** Everything that is known of one run. */
export type WorldRun = {
  record: RunRecord | undefined
  /** The record is no longer in the cluster, though the run is known. */
  isRecordGone: boolean
  main: MainFacts | undefined
  /** By uid; those that are gone stay for as long as the run has not ended. */
  pods: Map<string, PodFacts>
  /** Objects beside the main one that are there, as `Service/name`. */
  objects: Set<string>
  /** What was told of it last. */
  seen: ObservedRun | undefined
  hasRun: boolean
  /** It is being forgotten: what is still heard of it means nothing. */
  isForgotten: boolean
}

/** The runs of this agent as the cluster shows them, put together from what the watches say. */
export class World {
  readonly #runs = new Map<string, WorldRun>()
  readonly #byRunId = new Map<string, Set<string>>()
  readonly #events = new Map<string, Map<string, EventFacts>>()
  /** Whose main object or pod has a name, `namespace/name`. */
  readonly #names = new Map<string, string>()
  readonly #onChange: (key: string) => void

  constructor(onChange: (key: string) => void) {
    this.#onChange = onChange
  }

  get(key: string): WorldRun | undefined {
    return this.#runs.get(key)
  }

  /** All runs that are on record, by their key. */
  *all(): Iterable<[string, WorldRun & { record: RunRecord }]> {
    for (const [key, run] of this.#runs) if (isKnown(run)) yield [key, run]
  }

  /** The run of a pod, which has to be this very pod. */
  keyOfPod({ namespace, name, uid }: { namespace: string; name: string; uid: string }): string | undefined {
    const key = this.#names.get(`${namespace}/${name}`)
    return key !== undefined && this.#runs.get(key)?.pods.has(uid) === true ? key : undefined
  }

  /** Main objects without a record. */
  *strays(): Iterable<[string, MainFacts]> {
    for (const [key, { record, main }] of this.#runs) if (record === undefined && main !== undefined) yield [key, main]
  }

  /** Runs on record with this id, the oldest generation first. */
  find(runId: string): (WorldRun & { record: RunRecord })[] {
    return [...(this.#byRunId.get(runId) ?? [])]
      .map((key) => this.#runs.get(key))
      .filter((run): run is WorldRun & { record: RunRecord } => run !== undefined && isKnown(run))
      .toSorted((a, b) => a.record.generation - b.record.generation)
  }

  eventsOf = (about: string): readonly EventFacts[] => [...(this.#events.get(about)?.values() ?? [])]

  putRecord(record: RunRecord): void {
    const run = this.#run(record.run)
    run.record = record
    run.isRecordGone = false
    const keys = this.#byRunId.get(record.runId) ?? new Set()
    keys.add(record.run)
    this.#byRunId.set(record.runId, keys)
    this.#onChange(record.run)
  }

  dropRecord(key: string): void {
    const run = this.#runs.get(key)
    if (run === undefined) return
    run.isRecordGone = true
    this.#change(key, run)
  }

  putMain(main: MainFacts): void {
    this.#run(main.run).main = main
    this.#names.set(`${main.namespace}/${main.name}`, main.run)
    this.#onChange(main.run)
  }

  dropMain(main: MainFacts): void {
    const run = this.#runs.get(main.run)
    if (run === undefined || run.main?.uid !== main.uid) return
    run.main = undefined
    this.#names.delete(`${main.namespace}/${main.name}`)
    this.#change(main.run, run)
  }

  putPod(pod: PodFacts): void {
    const run = this.#run(pod.run)
    run.pods.set(pod.uid, pod)
    this.#names.set(`${pod.namespace}/${pod.name}`, pod.run)
    this.#onChange(pod.run)
  }

  dropPod(key: string, uid: string): void {
    const run = this.#runs.get(key)
    const known = run?.pods.get(uid)
    if (run === undefined || known === undefined) return
    this.#names.delete(`${known.namespace}/${known.name}`)
    const isKept = isKnown(run) && run.record.outcome === undefined && !isService(run.record.facts.main)
    if (isKept) run.pods.set(uid, { ...known, isGone: true })
    else run.pods.delete(uid)
    this.#change(key, run)
  }

  putObject(key: string, object: string): void {
    this.#run(key).objects.add(object)
  }

  dropObject(key: string, object: string): void {
    const run = this.#runs.get(key)
    if (run?.objects.delete(object) === true) this.#change(key, run)
  }

  putEvent(uid: string, event: EventFacts): void {
    const events = this.#events.get(event.about) ?? new Map<string, EventFacts>()
    events.set(uid, event)
    this.#events.set(event.about, events)
    const key = this.#names.get(event.about)
    if (key !== undefined) this.#onChange(key)
  }

  dropEvent(uid: string, event: EventFacts): void {
    const events = this.#events.get(event.about)
    events?.delete(uid)
    if (events?.size === 0) this.#events.delete(event.about)
  }

  /** From now on nothing is known of this run. */
  forget(key: string): void {
    const run = this.#runs.get(key)
    if (run === undefined) return
    run.isForgotten = true
    run.pods.clear()
    this.#change(key, run)
  }

  #run(key: string): WorldRun {
    const known = this.#runs.get(key)
    if (known !== undefined) return known
    const run: WorldRun = {
      record: undefined,
      isRecordGone: false,
      main: undefined,
      pods: new Map(),
      objects: new Set(),
      seen: undefined,
      hasRun: false,
      isForgotten: false,
    }
    this.#runs.set(key, run)
    return run
  }

  /** Something of a run has gone. When nothing is left of it, neither is its memory. */
  #change(key: string, run: WorldRun): void {
    const isRecordLeft = run.record !== undefined && !(run.isForgotten && run.isRecordGone)
    if (isRecordLeft || run.main !== undefined || run.pods.size > 0 || run.objects.size > 0) {
      this.#onChange(key)
      return
    }
    this.#runs.delete(key)
    const runId = key.slice(0, key.lastIndexOf(':'))
    const keys = this.#byRunId.get(runId)
    keys?.delete(key)
    if (keys?.size === 0) this.#byRunId.delete(runId)
  }
}

function isKnown(run: WorldRun): run is WorldRun & { record: RunRecord } {
  return run.record !== undefined && !run.isForgotten
}
