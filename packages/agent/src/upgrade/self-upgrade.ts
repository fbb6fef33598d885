import type { CheckLine, UpgradeOrder, UpgradeReport } from '@fairlead/protocol'
import { hasStatus } from '../drivers/kubernetes/api/kube-error.ts'
import { jittered, type Clock, type Timer } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { VerbDeclined } from '../commands/verb-declined.ts'
import type { DeploymentView, OwnDeployment } from './own-deployment.ts'
import { judgeOrder } from './judge-order.ts'
import { whyNotAble } from './why-not-able.ts'
import { deadlineOf, type UpgradeNote } from './upgrade-note.ts'

/** What the agent that works lends to the upgrade of itself. */
export type Worker = {
  check: () => Promise<CheckLine[]>
  isConnected: () => boolean
  report: (report: UpgradeReport) => void
}

export type SelfUpgradeOptions = {
  deployment: OwnDeployment
  /** What this pod runs as. */
  image: string
  podName: string
  /** What can be checked without leading: is the control plane reached from here? */
  firstCheck: () => Promise<CheckLine[]>
  /** Of the owner: false forbids it. */
  isAllowed: boolean
  clock: Clock
  random: () => number
  log: Logger
}

const LOOK_MS = 2_000

/**
 * Brings the agent of a cluster to another release, and back when that does not work. Old and new pod are side by side, and both run this: what is to be
 * done next stands in a note on their Deployment, and each does the part of its image.
 *
 * The old one, while it leads: waits until the new pod has checked itself, and makes way for it. Afterwards it watches, and does not lead. The new one: says that
 * it is there, leads when the old one has made way, and has to be connected and pass its check before Kubernetes hears that it is ready, which is what ends the
 * old pod. Whoever of them sees the time run out puts the old image back; so does the new one when its check is bad. A pod that died is made again by
 * Kubernetes and finds the note.
 */
export class SelfUpgrade {
  readonly #options: SelfUpgradeOptions
  #note: UpgradeNote | undefined
  #worker: Worker | undefined
  #isLeading = false
  #timer: Timer | undefined
  #isStopped = false
  #able: { able: boolean; why: string } = { able: false, why: 'not looked at yet' }
  /** Called when this pod has to make way. */
  onMakeWay: () => void = () => undefined

  constructor(options: SelfUpgradeOptions) {
    this.#options = options
  }

  /** For the hello. */
  get able(): { able: boolean; why: string } {
    return this.#able
  }

  get image(): string {
    return this.#options.image
  }

  /** False while this pod makes way for a newer one. */
  get mayLead(): boolean {
    return !(this.#role() === 'old' && this.#note?.handedOverAt !== undefined)
  }

  /** False while this is a new agent that has not proved itself: Kubernetes keeps the old pod for as long. */
  get isProven(): boolean {
    return this.#role() !== 'new'
  }

  /** How an upgrade stands, to be said at the start of a session. */
  get report(): UpgradeReport | undefined {
    if (this.#note === undefined) return undefined
    const { upgradeId, state, message } = this.#note
    return { upgradeId, state, message: message.slice(0, 1024) }
  }

  /** Finds out what can be done and what is under way. Never rejects. */
  async open(): Promise<void> {
    const { deployment, isAllowed } = this.#options
    try {
      const view = await deployment.read()
      this.#note = view.note
      const why = whyNotAble({ isAllowed, view, image: this.image })
      if (why === undefined) await deployment.tryPatch()
      this.#able = why === undefined ? { able: true, why: '' } : { able: false, why }
    } catch (error) {
      const isForbidden = hasStatus(error, 403)
      const why = isForbidden
        ? 'the agent may not change its own Deployment: set policy.selfUpgrade in its chart, or upgrade it with helm'
        : `the agent cannot read its own Deployment: ${messageOf(error)}`
      this.#able = { able: false, why: why.slice(0, 1024) }
    }
    this.#look()
  }

  /** From here on this pod leads, with these parts. */
  lead(worker: Worker): void {
    this.#worker = worker
    this.#isLeading = true
    this.#look()
  }

  /** It has stopped working, and may go on as one that watches. */
  rest(): void {
    this.#worker = undefined
    this.#isLeading = false
  }

  close(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  /** The verb `upgrade`. Throws {@link VerbDeclined} with the reason. */
  async begin(order: UpgradeOrder): Promise<string> {
    const { deployment, clock, image, log } = this.#options
    if (order.image === image) return 'this agent is that image already'
    if (!this.#able.able) throw new VerbDeclined(this.#able.why)
    const why = judgeOrder(order, image)
    if (why !== undefined) throw new VerbDeclined(why)
    const lines = (await this.#worker?.check()) ?? []
    const view = await deployment.read()
    if (view.note?.state === 'running' && view.note.upgradeId === order.upgradeId) return 'it is under way already'
    const changed = whyNotAble({ isAllowed: true, view, image })
    if (changed !== undefined) throw new VerbDeclined(changed)
    const note: UpgradeNote = {
      upgradeId: order.upgradeId,
      state: 'running',
      message: `the new pod of ${order.version} is put beside this one`,
      version: order.version,
      from: image,
      to: order.image,
      startedAt: new Date(clock.now()).toISOString(),
      gateMs: order.gateMs,
      badBefore: lines.filter(({ ok }) => !ok).map(({ name }) => name),
      strategy: view.raw.spec.strategy ?? {},
    }
    await deployment.begin(view, note)
    this.#note = note
    log.info({ to: order.image, version: order.version }, 'this agent is to be replaced')
    this.#look()
    return note.message
  }

  #role(): 'old' | 'new' | undefined {
    if (this.#note?.state !== 'running') return undefined
    if (this.#note.to === this.image) return 'new'
    return this.#note.from === this.image ? 'old' : undefined
  }

  /** Goes on looking for as long as something is under way that this pod has a part in. */
  #look(): void {
    this.#timer?.cancel()
    if (this.#isStopped || this.#role() === undefined) return
    const { clock, random, log } = this.#options
    this.#timer = clock.after(jittered(LOOK_MS, random), () => {
      void this.#turn()
        .catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'the upgrade cannot be looked at now'))
        .finally(() => this.#look())
    })
  }

  async #turn(): Promise<void> {
    const { deployment, clock } = this.#options
    const view = await deployment.read()
    const before = this.#note
    this.#note = view.note
    const role = this.#role()
    if (view.note === undefined || role === undefined || view.image !== view.note.to) {
      // Decided by the other pod, or changed by somebody else, whose it is now.
      if (view.note?.state === 'running') this.#note = undefined
      if (before?.state === 'running') this.#tell()
      return
    }
    if (clock.now() >= deadlineOf(view.note, clock.now()))
      return await this.#revert(view, view.note, whyLate(view.note))
    if (role === 'old') return await this.#turnOld(view, view.note)
    return await this.#turnNew(view, view.note)
  }

  async #turnOld(view: DeploymentView, note: UpgradeNote): Promise<void> {
    if (!this.#isLeading || note.candidate === undefined) return
    const { deployment, clock, log } = this.#options
    const handedOverAt = note.handedOverAt ?? new Date(clock.now()).toISOString()
    if (note.handedOverAt === undefined) {
      const next = { ...note, handedOverAt, message: `${note.candidate} takes over` }
      await deployment.write(view, next)
      this.#note = next
      this.#tell()
    }
    log.info(
      { candidate: note.candidate },
      'this agent makes way for the new one, and comes back when that does not work',
    )
    this.#isLeading = false
    this.onMakeWay()
  }

  async #turnNew(view: DeploymentView, note: UpgradeNote): Promise<void> {
    const { deployment, podName, log } = this.#options
    if (!this.#isLeading) return await this.#apply(view, note)
    const worker = this.#worker
    if (worker === undefined || !worker.isConnected()) return
    const lines = await worker.check()
    const bad = lines.filter(({ ok, name }) => !ok && !note.badBefore.includes(name))
    if (bad.length > 0) {
      const said = bad.map(({ name, detail }) => `${name}: ${detail}`).join('; ')
      return await this.#revert(view, note, `the new agent failed its own check: ${said}`)
    }
    const settled: UpgradeNote = {
      ...note,
      state: 'succeeded',
      message: `${podName} is in contact, and all ${lines.length} lines of its check are as good as before`,
    }
    await deployment.settle(view, settled)
    this.#note = settled
    log.info({ version: note.version }, 'the upgrade is done')
    this.#tell()
  }

  /** A new pod that waits says so once it has reached what it can reach without a turn. Until then the old one works on. */
  async #apply(view: DeploymentView, note: UpgradeNote): Promise<void> {
    const { deployment, podName, firstCheck } = this.#options
    if (note.candidate === podName) return
    const bad = (await firstCheck()).filter(({ ok, name }) => !ok && !note.badBefore.includes(name))
    const problem = bad.map(({ name, detail }) => `${name}: ${detail}`).join('; ')
    if (problem !== '' && problem === note.problem) return
    const { problem: _solved, ...rest } = note
    const next: UpgradeNote =
      problem === ''
        ? { ...rest, candidate: podName, message: `${podName} has started and waits for its turn` }
        : { ...rest, problem: problem.slice(0, 500), message: `${podName} has started and cannot work yet: ${problem}` }
    await deployment.write(view, next)
    this.#note = next
  }

  async #revert(view: DeploymentView, note: UpgradeNote, why: string): Promise<void> {
    const { deployment, log } = this.#options
    const failed: UpgradeNote = { ...note, state: 'failed', message: why.slice(0, 1024) }
    await deployment.revert(view, failed)
    this.#note = failed
    log.warn({ why, image: failed.from }, 'the old image comes back')
    this.#tell()
  }

  #tell(): void {
    const { report } = this
    if (report !== undefined) this.#worker?.report(report)
  }
}

function whyLate(note: UpgradeNote): string {
  const { version, candidate, handedOverAt, gateMs, problem } = note
  const seconds = Math.round(gateMs / 1000)
  if (candidate === undefined && problem !== undefined) {
    return `the pod of ${version} could not work within ${seconds} s: ${problem}`
  }
  if (candidate === undefined) {
    return `no pod of ${version} came to its feet within ${seconds} s: its image cannot be pulled here, or it ends at once; see kubectl describe pod`
  }
  if (handedOverAt === undefined) return `${candidate} of ${version} had no turn within ${seconds} s`
  return `${candidate} of ${version} took over and did not come to the control plane with a good check in time; see its log`
}
