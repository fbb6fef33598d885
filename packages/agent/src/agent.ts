import { release, type as osType } from 'node:os'
import { isKnownTo, versionToSpeak, type CheckLine, type UpgradeReport, type Welcome } from '@fairlead/protocol'
import { v7 as uuidv7 } from 'uuid'
import { CommandDesk } from './commands/command-desk.ts'
import { CommandLedger } from './commands/command-ledger.ts'
import { selfTest } from './commands/self-test.ts'
import { VerbDeclined } from './commands/verb-declined.ts'
import { createVerbs } from './commands/verbs.ts'
import type { Driver } from './drivers/driver.ts'
import type { Figures } from './health/figures.ts'
import type { AgentKey } from './identity/agent-key.ts'
import type { Identity } from './identity/identity.ts'
import { AfterBursts } from './lib/after-bursts.ts'
import { jittered, type Clock, type Timer } from './lib/clock.ts'
import type { Logger } from './lib/logger.ts'
import { collectGarbage } from './lib/small-heap.ts'
import { Dialer } from './link/dial.ts'
import type { Endpoint } from './link/endpoint.ts'
import type { Produced } from './link/frame-source.ts'
import { HeartbeatTimer } from './link/heartbeat.ts'
import { Link } from './link/link.ts'
import type { ControlFrame } from './link/session.ts'
import { stricterLogPolicy } from './logs/log-policy.ts'
import { LogServer } from './logs/log-server.ts'
import { MetricsSource } from './observe/metrics-source.ts'
import { StatusTracker } from './observe/status-tracker.ts'
import { ReconcileLoop } from './reconcile/reconcile-loop.ts'
import { AppliedReporter } from './store/applied-reporter.ts'
import { DesiredDesk } from './store/desired-desk.ts'
import { DesiredStore } from './store/desired-store.ts'
import { wantedWorkloads } from './store/wanted-workloads.ts'
import type { SelfUpgrade } from './upgrade/self-upgrade.ts'
import { whyNotByDriver } from './upgrade/why-not-by-driver.ts'
import { AGENT_VERSION } from './version.ts'

export type AgentOptions = {
  stateDir: string
  endpoint: Endpoint
  key: AgentKey
  identity: Identity
  driver: Driver
  clock: Clock
  random: () => number
  log: Logger
  /** How it replaces itself; absent where it cannot at all. */
  selfUpgrade?: SelfUpgrade | undefined
}

/**
 * Without contact for this long nothing new is started: the control plane may have given the run to another cluster. It does so
 * after 30 minutes at the earliest, so the two never overlap. What runs goes on.
 */
const START_CONTACT_MS_MAX = 120_000

/** The agent of one cluster, put together: what is wanted comes in through the link, the loop makes it so, what is seen goes out. */
export class Agent {
  readonly #options: AgentOptions
  readonly #bootId = uuidv7()
  readonly #store: DesiredStore
  readonly #ledger: CommandLedger
  readonly #status: StatusTracker
  readonly #applied: AppliedReporter
  readonly #metrics: MetricsSource
  readonly #logs: LogServer
  readonly #loop: ReconcileLoop
  readonly #desired: DesiredDesk
  readonly #commands: CommandDesk
  readonly #heartbeat: HeartbeatTimer
  readonly #link: Link
  readonly #bursts: AfterBursts
  #statusTimer: Timer | undefined
  #wasInContact = false
  /** Wire version of the session. */
  #speaks = ''

  constructor(options: AgentOptions) {
    this.#options = options
    const { stateDir, driver, clock, random, log } = options
    const kick = (): void => this.#link.kick()
    const send = (frame: Produced): void => this.#link.send(frame)
    // Thousands of runs at once leave several times the memory behind that they need.
    this.#bursts = new AfterBursts(clock, collectGarbage)
    this.#store = DesiredStore.open({ stateDir, log })
    this.#ledger = CommandLedger.open({ stateDir, log })
    this.#status = new StatusTracker({ clock, bootId: this.#bootId, kick })
    this.#applied = new AppliedReporter({ store: this.#store, clock, kick })
    this.#metrics = new MetricsSource({ driver, clock, random, log, kick })
    this.#logs = new LogServer({ driver, log, kick })
    this.#loop = new ReconcileLoop({
      store: this.#store,
      driver,
      clock,
      random,
      log,
      mayStart: () => this.#mayStart(),
      isAuthoritative: () => this.#isAuthoritative(),
      onStatus: (run) => this.#status.setRun(run),
      onForgotten: (ref) => this.#status.dropRun(ref),
      onLateFailure: (failure) => this.#applied.note([failure]),
    })
    this.#desired = new DesiredDesk({
      store: this.#store,
      applied: this.#applied,
      clock,
      log,
      send,
      onChanged: (changed) => this.#loop.review(changed),
      onCaughtUp: () => this.#loop.markAll(),
    })
    this.#commands = new CommandDesk({
      ledger: this.#ledger,
      verbs: createVerbs({
        ...options,
        sendFullStatus: () => this.#status.startSnapshot(),
        upgrade: async (order) => {
          const { selfUpgrade, driver } = options
          if (selfUpgrade === undefined) throw new VerbDeclined(whyNotByDriver(driver.name))
          return await selfUpgrade.begin(order)
        },
      }),
      clock,
      log,
      send,
      currentEpoch: () => this.#link.state.epoch,
      generationOf: (runId) => this.#store.get('run', runId)?.generation,
    })
    this.#heartbeat = new HeartbeatTimer({
      clock,
      random,
      facts: () => ({
        appliedRev: this.#store.appliedRev,
        loopAgeMs: this.#loop.passAgeMs,
        observeAgeMs: driver.observeAgeMs(),
        queueDepth: this.#status.depth,
      }),
      send: (frame) => this.#link.sendNewest(frame),
    })
    this.#link = new Link({
      dialer: new Dialer({
        endpoint: options.endpoint,
        key: options.key,
        clusterId: options.identity.clusterId,
        bootId: this.#bootId,
        clock,
      }),
      handlers: {
        onWelcome: (welcome, isNew) => this.#onWelcome(welcome, isNew),
        onFrame: (frame) => this.#onFrame(frame),
        onDown: () => this.#onDown(),
      },
      // What is applied and what is seen goes before output, and figures come last.
      sources: [this.#applied, this.#status, this.#logs, this.#metrics],
      clock,
      random,
      log,
    })
  }

  /** Finds what runs already, then begins to work and to call. */
  async start(): Promise<void> {
    const { driver, log } = this.#options
    await driver.open({
      onRun: (run) => {
        this.#status.setRun(run)
        this.#bursts.note()
        this.#loop.mark(run.runId)
      },
      onNode: (name, node) => this.#status.setNode(name, node),
      onCluster: (cluster) => this.#status.setCluster(cluster),
      wantedWorkloads: () => (this.#isAuthoritative() ? wantedWorkloads(this.#store) : undefined),
    })
    let nodes = 0
    for (const node of driver.nodes()) {
      this.#status.setNode(node.name, node)
      nodes += 1
    }
    for (const run of driver.runs()) this.#status.setRun(run)
    const cluster = driver.cluster?.()
    if (cluster !== undefined) this.#status.setCluster(cluster)
    log.info(
      { nodes, known: this.#status.size - nodes, wanted: this.#store.size, rev: this.#store.appliedRev },
      'this is what is here',
    )
    this.#loop.start()
    this.#link.start()
  }

  /** Says the last news and goodbye. What runs goes on. */
  async stop(): Promise<void> {
    this.#loop.stop()
    this.#status.flush()
    this.#statusTimer?.cancel()
    this.#bursts.close()
    this.#heartbeat.stop()
    this.#metrics.stop()
    await this.#link.stop()
    this.#status.close()
    this.#applied.close()
    await this.#options.driver.close()
    await this.#store.close()
    await this.#ledger.close()
  }

  /** Says how an upgrade of the agent stands, to a control plane that knows the word. */
  reportUpgrade(report: UpgradeReport): void {
    if (isKnownTo(this.#speaks, 'upgrade.report')) this.#link.send({ t: 'upgrade.report', body: report })
  }

  /** Every line of its own check. */
  check(): Promise<CheckLine[]> {
    return selfTest(this.#options)
  }

  /** For probes and graphs. */
  figures(): Figures {
    return {
      link: this.#link.state,
      appliedRev: this.#store.appliedRev,
      desiredItems: this.#store.size,
      statusItems: this.#status.size,
      statusQueue: this.#status.depth,
      workQueue: this.#loop.depth,
      loopAgeMs: this.#loop.passAgeMs,
      observeAgeMs: this.#options.driver.observeAgeMs(),
      logStreams: this.#logs.size,
      isDiskRefusing: this.#store.isBroken,
    }
  }

  #isAuthoritative(): boolean {
    return this.#store.appliedRev > 0 && this.#desired.isCaughtUp
  }

  #mayStart(): boolean {
    const { contactAgeMs } = this.#link.state
    return this.#desired.isCaughtUp && contactAgeMs !== undefined && contactAgeMs <= START_CONTACT_MS_MAX
  }

  #onWelcome(welcome: Welcome, isNew: boolean): void {
    const { clock, random, driver } = this.#options
    this.#logs.setPolicy(stricterLogPolicy(welcome.logPolicy, driver.cluster?.()?.policy.logs))
    if (!isNew) return
    this.#speaks = versionToSpeak(welcome.protocol)
    this.#sayHello()
    this.#desired.restart(welcome.desiredRev)
    this.#commands.repeatOutcomes()
    this.#status.startSnapshot()
    this.#heartbeat.run(welcome.timers.heartbeatMs)
    this.#metrics.run(welcome.timers.metricsMs)
    this.#statusTimer?.cancel()
    const again = (): void => {
      this.#statusTimer = clock.after(jittered(welcome.timers.statusSnapshotMs, random), () => {
        this.#status.startSnapshot()
        again()
      })
    }
    again()
    if (this.#mayStart() && !this.#wasInContact) this.#loop.markAll()
    this.#wasInContact = true
  }

  #sayHello(): void {
    const { clock, driver, selfUpgrade } = this.#options
    this.#link.send({
      t: 'hello',
      body: {
        bootId: this.#bootId,
        agentVersion: AGENT_VERSION,
        protocol: this.#speaks,
        driver: driver.name,
        features: [],
        appliedRev: this.#store.appliedRev,
        appliedDigest: this.#store.digest,
        clock: new Date(clock.now()).toISOString(),
        platform: { os: osType(), version: release() },
        ...(selfUpgrade === undefined ? {} : { image: selfUpgrade.image }),
        selfUpgrade: selfUpgrade?.able ?? { able: false, why: whyNotByDriver(driver.name) },
      },
    })
    if (selfUpgrade?.report !== undefined) this.reportUpgrade(selfUpgrade.report)
  }

  #onDown(): void {
    this.#status.pause()
    this.#logs.reset()
    this.#heartbeat.stop()
    this.#metrics.stop()
    this.#statusTimer?.cancel()
    this.#wasInContact = false
  }

  #onFrame(frame: ControlFrame): void {
    switch (frame.t) {
      case 'desired.begin':
      case 'desired.page':
      case 'desired.end':
      case 'desired.delta':
        this.#desired.take(frame)
        return
      case 'command':
        this.#commands.receive(frame.b)
        return
      case 'command.done':
        this.#commands.confirm(frame.b.cmdId)
        return
      case 'log.open':
        this.#logs.open(frame.b)
        return
      case 'log.credit':
        this.#logs.credit(frame.b.stream, frame.b.bytes)
        return
      case 'log.close':
        this.#logs.cancel(frame.b.stream)
        return
      case 'error':
        this.#options.log.warn({ code: frame.b.code, problem: frame.b.message }, 'the control plane reports an error')
        return
      case 'hb':
      case 'welcome':
      case 'drain':
        return
    }
  }
}
