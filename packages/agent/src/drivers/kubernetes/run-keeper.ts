import { isFinalRunPhase } from '@fairlead/protocol'
import type { Clock } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import { TimerQueue } from '../../lib/timer-queue.ts'
import { Turns } from '../../lib/turns.ts'
import type { ObservedRun } from '../driver.ts'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus } from './api/kube-error.ts'
import { endRun } from './end-run.ts'
import { LOST_SLACK_MS } from './judge/judge-pod.ts'
import { judgeRun } from './judge/judge-run.ts'
import type { RunJudgement } from './judge/run-judgement.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import { releasePatch } from './observe/main-facts.ts'
import type { NodeBook } from './observe/node-book.ts'
import { endPatch, outcomePatch, type EndOrder, type Outcome, type RunRecord } from './observe/run-record.ts'
import type { World, WorldRun } from './observe/world.ts'
import { restoreRecord, restoreObjects } from './restore-objects.ts'
import type { RenderContext } from './render/render-context.ts'

export type RunKeeperOptions = {
  api: KubeApi
  world: World
  nodes: NodeBook
  settings: KubernetesSettings
  /** For objects that have to be made again. */
  context: (nodes: string[]) => RenderContext
  /** Its output would be lost with it: a pod that has ended, or is about to. */
  onEnding: (run: WorldRun & { record: RunRecord }) => void
  publish: (run: ObservedRun) => void
  clock: Clock
  random: () => number
  log: Logger
}

const RETRY_MS_MIN = 500
const RETRY_MS_MAX = 30_000
/** Runs that are tended at a time. A call that waits costs memory, and its time runs already. */
const ABREAST_MAX = 32

/**
 * Looks at a run whenever anything of it changes: says what is true of it, and does what follows. One thing at a time for one run; what fails is tried
 * again. Everything it decides by is in the cluster, so that another life of the agent goes on where this one stopped.
 */
export class RunKeeper {
  readonly #options: RunKeeperOptions
  readonly #alarms: TimerQueue<string>
  readonly #turns = new Turns(ABREAST_MAX)
  readonly #busy = new Map<string, Promise<void>>()
  readonly #again = new Set<string>()
  readonly #failures = new Map<string, number>()
  #isOpen = false

  constructor(options: RunKeeperOptions) {
    this.#options = options
    this.#alarms = new TimerQueue(options.clock, (key) => this.look(key))
  }

  /** Looks at everything that is there, and from now on at what changes. Resolves when ends that nobody has put on record yet are. */
  async open(): Promise<void> {
    this.#isOpen = true
    const keys = [...this.#options.world.all()].map(([key]) => key)
    for (const key of keys) this.look(key)
    await Promise.all(
      keys.filter((key) => this.#options.world.get(key)?.seen === undefined).map((key) => this.settled(key)),
    )
  }

  async close(): Promise<void> {
    this.#isOpen = false
    this.#alarms.close()
    await Promise.all(this.#busy.values())
  }

  /** Resolves when nothing is being done about the run. */
  async settled(key: string): Promise<void> {
    await this.#busy.get(key)
  }

  /** A node has fallen silent, has gone or is back. */
  lookAtNode(name: string): void {
    if (!this.#isOpen) return
    for (const [key, { pods }] of this.#options.world.all()) {
      for (const { node } of pods.values()) if (node === name) this.look(key)
    }
  }

  look(key: string): void {
    if (!this.#isOpen) return
    const run = this.#options.world.get(key)
    if (run?.record === undefined || run.isForgotten) return
    const known = run as WorldRun & { record: RunRecord }
    const judgement = this.#judge(known)
    if (judgement.outcome === undefined) this.#options.publish(judgement.run)
    const wakeAt = Math.min(judgement.wakeAt ?? Infinity, this.#lostAt(known))
    if (Number.isFinite(wakeAt)) this.#alarms.set(key, wakeAt)
    if ([...known.pods.values()].some((pod) => pod.goingAt !== undefined || isTerminal(pod.phase))) {
      this.#options.onEnding(known)
    }
    if (!needsWork(known, judgement)) return
    if (this.#busy.has(key)) {
      this.#again.add(key)
      return
    }
    this.#busy.set(key, this.#work(key))
  }

  /** When a pod that was asked to end on a silent node counts as lost. */
  #lostAt({ pods, record }: WorldRun & { record: RunRecord }): number {
    if (record.outcome !== undefined) return Infinity
    const { clock, nodes } = this.#options
    const times = [...pods.values()].flatMap(({ goingAt, isGone, phase, node }) => {
      const isWaitedFor = goingAt !== undefined && isGone !== true && !isTerminal(phase)
      return isWaitedFor && node !== undefined && nodes.isAlive(node) === false ? [goingAt + LOST_SLACK_MS + 1] : []
    })
    return Math.min(...times.filter((at) => at > clock.now()))
  }

  async #work(key: string): Promise<void> {
    try {
      await this.#turns.take(() => this.#tend(key))
      this.#failures.delete(key)
    } catch (error) {
      const failures = (this.#failures.get(key) ?? 0) + 1
      this.#failures.set(key, failures)
      const windowMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(8, failures - 1))
      this.#options.log.warn({ run: key, problem: messageOf(error) }, 'a run could not be tended, trying again')
      if (this.#isOpen) this.#alarms.set(key, this.#options.clock.now() + windowMs * (0.5 + this.#options.random() / 2))
    } finally {
      this.#busy.delete(key)
    }
    if (this.#again.delete(key)) this.look(key)
  }

  /** What was to be done when it got in line may be done by now. */
  async #tend(key: string): Promise<void> {
    const run = this.#options.world.get(key)
    if (run?.record === undefined || run.isForgotten || !this.#isOpen) return
    const known = run as WorldRun & { record: RunRecord }
    const judgement = this.#judge(known)
    if (needsWork(known, judgement)) await this.#act(key, known, judgement)
  }

  async #act(key: string, run: WorldRun & { record: RunRecord }, judgement: RunJudgement): Promise<void> {
    const { api, context, settings, log } = this.#options
    const { record } = run
    if (run.isRecordGone && record.outcome === undefined) {
      await restoreRecord(api, settings.clusterId, record)
      log.warn({ run: key }, 'the record of a run was deleted by somebody; it was made again')
      run.isRecordGone = false
    }
    if (judgement.outcome !== undefined) return this.#conclude(run, judgement.outcome)
    if (judgement.isMainMissing === true) return this.#findMain(run)
    if (judgement.end !== undefined && record.end === undefined) {
      const graceMs = record.facts.graceSeconds * 1000
      const end: EndOrder = { ...judgement.end, graceMs, at: this.#options.clock.now(), isOrdered: false }
      await this.#patchRecord(record, endPatch(end))
      record.end = end
      this.#again.add(key)
      return undefined
    }
    if (record.end !== undefined) return endRun(api, run, record.end)
    await restoreObjects(api, run, context)
    if (run.main?.isHeld !== true) return undefined
    const { main } = run
    await api.send({
      method: 'PATCH',
      path: pathOf(main.kind, main.namespace, main.name),
      body: releasePatch(main.kind, record.facts.minReplicas),
    })
    return undefined
  }

  /** Puts the end on record, then says it: whoever has heard it will find it there. */
  async #conclude(run: WorldRun & { record: RunRecord }, outcome: Outcome): Promise<void> {
    const { clock } = this.#options
    const concluded = { ...outcome, finishedAt: outcome.finishedAt ?? clock.now() }
    try {
      await this.#patchRecord(run.record, outcomePatch(concluded))
    } catch (error) {
      // A namespace that is gone takes the record with it; the end is no less true.
      if (!hasStatus(error, 404)) throw error
    }
    run.record = { ...run.record, outcome: concluded }
    this.#options.publish(this.#judge(run).run)
  }

  /** A main object that cannot be seen may only be late. */
  async #findMain({ record }: WorldRun & { record: RunRecord }): Promise<void> {
    const name = record.name.replace(/-run$/, '')
    try {
      await this.#options.api.send({ method: 'GET', path: pathOf(record.facts.main, record.namespace, name) })
      this.#alarms.set(record.run, this.#options.clock.now() + RETRY_MS_MAX / 10)
    } catch (error) {
      if (!hasStatus(error, 404)) throw error
      const message = `its ${record.facts.main} ${record.namespace}/${name} was deleted, and not by Fairlead: the run cannot go on and has to be started anew`
      const run = this.#options.world.get(record.run)
      if (run?.record === undefined) return
      await this.#patchRecord(record, endPatch(this.#internal(message)))
      run.record.end = this.#internal(message)
      this.#again.add(record.run)
    }
  }

  #internal(message: string): EndOrder {
    return { phase: 'FAILED', reason: 'INTERNAL', message, graceMs: 0, at: this.#options.clock.now(), isOrdered: false }
  }

  async #patchRecord(record: RunRecord, body: object): Promise<void> {
    await this.#options.api.send({ method: 'PATCH', path: pathOf('ConfigMap', record.namespace, record.name), body })
  }

  #judge(run: WorldRun & { record: RunRecord }): RunJudgement {
    const { world, nodes, settings, clock } = this.#options
    const judgement = judgeRun(
      { record: run.record, main: run.main, pods: [...run.pods.values()], hasRun: run.hasRun },
      {
        now: clock.now(),
        failAfterMs: settings.failAfterMs,
        startDeadlineMs: settings.startDeadlineMs,
        kind: run.record.facts.kind,
        events: world.eventsOf,
        isNodeAlive: nodes.isAlive,
      },
    )
    if (judgement.run.phase === 'RUNNING') run.hasRun = true
    return judgement
  }
}

function needsWork(run: WorldRun & { record: RunRecord }, judgement: RunJudgement): boolean {
  const { record, main } = run
  if (record.outcome !== undefined) return false
  return (
    judgement.outcome !== undefined ||
    judgement.end !== undefined ||
    judgement.isMainMissing === true ||
    record.end !== undefined ||
    run.isRecordGone ||
    main?.isHeld === true ||
    (!isFinalRunPhase(judgement.run.phase) && record.facts.objects.some((object) => !run.objects.has(object)))
  )
}

function isTerminal(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}
