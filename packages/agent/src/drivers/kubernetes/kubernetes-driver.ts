import { isFinalRunPhase, type CheckLine, type MetricSample } from '@fairlead/protocol'
import type { Clock } from '../../lib/clock.ts'
import type { Listening } from '../../lib/listen.ts'
import { collectGarbage } from '../../lib/small-heap.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import type {
  ConnectionTest,
  Driver,
  DriverEvents,
  EndedWorkload,
  LogBatch,
  LogRequest,
  ObservedNode,
  ObservedRun,
  Refusal,
  RunRef,
  RunRequest,
  StopOrder,
} from '../driver.ts'
import { NodeLedger } from '../node-ledger.ts'
import { admitRun } from './admit-run.ts'
import type { KubeApi } from './api/kube-api.ts'
import { pathOf } from './api/kinds.ts'
import { checkCluster } from './check-cluster.ts'
import { ClaimCollector } from './claim-collector.ts'
import { ClusterFacts } from './cluster-facts.ts'
import { endWorkload } from './end-workload.ts'
import { forgetRun } from './forget-run.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import { keyOf } from './labels.ts'
import { OutputKeeper } from './logs/output-keeper.ts'
import { apiPodOutput, type PodOutput } from './logs/pod-output.ts'
import { RunLogs } from './logs/run-logs.ts'
import { NodeBook } from './observe/node-book.ts'
import { endPatch, type EndOrder, type RunRecord } from './observe/run-record.ts'
import { World, type WorldRun } from './observe/world.ts'
import { WorldWatch, type Followed } from './observe/world-watch.ts'
import type { RenderContext } from './render/render-context.ts'
import { RunKeeper } from './run-keeper.ts'
import { NamespaceBook } from './namespaces/namespace-book.ts'
import { RunStarter } from './run-starter.ts'
import { startRun, type Started } from './start-run.ts'
import { startToldApi } from './start-told-api.ts'
import { StrayCollector } from './stray-collector.ts'
import { testConnection, type ConnectionReport } from './test-connection.ts'
import { ToldDesk } from './told-desk.ts'
import { UsageReader, type UsageRequest } from './usage/usage-reader.ts'

export type KubernetesOptions = {
  api: KubeApi
  settings: KubernetesSettings
  stateDir: string
  logRetentionMs: number
  /** Of one replica, kept when its pod goes. */
  keptOutputBytes: number
  clock: Clock
  random: () => number
  log: Logger
  /** Where output comes from; the kubelets when left out. */
  output?: PodOutput
  /** Usage of nodes and pods. */
  usage?: (request: UsageRequest) => Promise<MetricSample[]>
  /** Where runs tell of themselves; nowhere when left out. */
  jobApi?: { host: string; port: number }
}

/**
 * A Kubernetes cluster. What runs is what is on record there; the agent's own memory is only a picture of it. The promises of {@link Driver} are kept by the
 * order in which objects are made and by what their labels and annotations say.
 */
export class KubernetesDriver implements Driver {
  readonly name = 'kubernetes'
  readonly secondMs = 1000
  readonly #options: KubernetesOptions
  readonly #api: KubeApi
  readonly #world: World
  readonly #ledger = new NodeLedger()
  readonly #nodes: NodeBook
  readonly #keeper: RunKeeper
  readonly #output: OutputKeeper
  readonly #logs: RunLogs
  readonly #namespaces: NamespaceBook
  readonly #cluster: ClusterFacts
  readonly #starter: RunStarter
  readonly #strays: StrayCollector
  readonly #claims: ClaimCollector
  readonly #told: ToldDesk
  readonly #usage: (request: UsageRequest) => Promise<MetricSample[]>
  readonly #stop = new AbortController()
  #watch: WorldWatch | undefined
  #jobApi: Listening | undefined
  #events: DriverEvents | undefined

  constructor(options: KubernetesOptions) {
    this.#options = options
    const { api, settings, clock, random, log, stateDir } = options
    this.#api = api
    const output = options.output ?? apiPodOutput(api)
    this.#world = new World((key) => this.#keeper.look(key))
    this.#nodes = new NodeBook({
      ledger: this.#ledger,
      clock,
      report: (name, node) => {
        this.#events?.onNode(name, node)
        if (node?.ready !== true) this.#keeper.lookAtNode(name)
      },
    })
    this.#namespaces = new NamespaceBook({ api, settings, clock, log })
    this.#cluster = new ClusterFacts({
      api,
      settings,
      namespaces: this.#namespaces,
      clock,
      random,
      log,
      onChange: (facts) => this.#events?.onCluster?.(facts),
      onLook: () => {
        this.#follow().catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'not everything is watched'))
      },
    })
    this.#starter = new RunStarter({
      api,
      namespaces: this.#namespaces,
      admit: (request) => this.admit(request),
      start: (request) => this.#start(request),
      follow: () => this.#follow(),
      look: () => this.#cluster.look(),
    })
    this.#output = new OutputKeeper({
      stateDir,
      output,
      bytesMax: options.keptOutputBytes,
      retentionMs: options.logRetentionMs,
      clock,
      log,
    })
    this.#logs = new RunLogs({ world: this.#world, kept: this.#output, output, clock })
    this.#keeper = new RunKeeper({
      api,
      world: this.#world,
      nodes: this.#nodes,
      settings,
      context: (nodes) => this.#context(nodes),
      onEnding: (run) => this.#output.keep(run),
      publish: (run) => this.#publish(run),
      clock,
      random,
      log,
    })
    const usage = new UsageReader({ api, log, onSource: (name) => this.#cluster.noteMetricSource(name) })
    this.#usage = options.usage ?? ((request) => usage.read(request))
    this.#told = new ToldDesk({ api, world: this.#world, clock, random, look: (key) => this.#keeper.look(key) })
    this.#strays = new StrayCollector({ api, world: this.#world, settings, clock, random, log })
    const scopes = () => this.#namespaces.scopes
    const { clusterId } = settings
    this.#claims = new ClaimCollector({ api, clusterId, scopes, named: () => this.#named(), clock, random, log })
  }

  async open(events: DriverEvents): Promise<void> {
    const { api, settings, clock, random, log } = this.#options
    await this.#cluster.open()
    this.#watch = new WorldWatch({ api, world: this.#world, nodes: this.#nodes, settings, clock, random, log })
    await this.#watch.open(this.#followed())
    // Of everything that was listed, a twentieth is kept.
    collectGarbage()
    this.#nodes.settle()
    this.#output.open((ref) => this.#known(ref) !== undefined)
    for (const [, { record }] of this.#world.all()) {
      if (record.outcome === undefined) this.#ledger.restore(record, record.facts.nodes, record.facts.resources)
    }
    await this.#keeper.open()
    this.#events = events
    this.#strays.open()
    this.#claims.open()
    const { jobApi } = this.#options
    if (jobApi !== undefined) this.#jobApi = await startToldApi({ ...jobApi, api, desk: this.#told, log })
  }

  /** Where runs tell of themselves, if anywhere. */
  get jobApiPort(): number | undefined {
    return this.#jobApi?.port
  }

  nodes(): Iterable<ObservedNode> {
    return this.#nodes.all()
  }

  *runs(): Iterable<ObservedRun> {
    for (const [, { seen }] of this.#world.all()) if (seen !== undefined) yield seen
  }

  find(runId: string): ObservedRun[] {
    return this.#world.find(runId).flatMap(({ seen }) => seen ?? [])
  }

  cluster() {
    return this.#cluster.current()
  }

  admit(request: RunRequest): Refusal | undefined {
    return admitRun(request, {
      settings: this.#options.settings,
      context: this.#context(request.spec.nodes),
      ledger: this.#ledger,
      refused: this.#watch?.refused() ?? [],
      gpusInUse: this.#ledger.promised('gpu', request),
    })
  }

  release(ref: RunRef): void {
    this.#ledger.release(ref)
  }

  start(request: RunRequest): Promise<void> {
    if (this.#known(request) !== undefined) return Promise.resolve()
    return this.#starter.start(request, (started) => this.#note(request, started))
  }

  async stop(ref: RunRef, order: StopOrder): Promise<void> {
    await this.#starter.settled(ref)
    const run = this.#known(ref)
    if (run === undefined || run.record.end !== undefined || run.record.outcome !== undefined) return
    const end: EndOrder = {
      phase: order.reason === 'TIMEOUT' ? 'FAILED' : 'CANCELLED',
      reason: order.reason,
      message: order.message,
      graceMs: order.graceMs,
      at: this.#options.clock.now(),
      isOrdered: true,
    }
    const { namespace, name } = run.record
    await this.#api.send({ method: 'PATCH', path: pathOf('ConfigMap', namespace, name), body: endPatch(end) })
    run.record.end = end
    this.#ledger.markEnding(ref)
    this.#keeper.look(keyOf(ref))
  }

  async forget(ref: RunRef): Promise<void> {
    const key = keyOf(ref)
    const run = this.#known(ref)
    if (run === undefined) return
    await this.#keeper.settled(key)
    this.#output.keep(run)
    await this.#output.settled(run)
    await forgetRun(this.#api, run)
    this.#output.release(ref)
    this.#ledger.release(ref)
    this.#world.forget(key)
  }

  logs(request: LogRequest): AsyncIterable<LogBatch> {
    return this.#logs.read(request)
  }

  usage(): Promise<MetricSample[]> {
    const pods: UsageRequest['pods'] = new Map()
    for (const [, run] of this.#world.all()) {
      for (const pod of run.pods.values()) {
        if (pod.phase !== 'Running' || pod.isGone === true) continue
        pods.set(`${pod.namespace}/${pod.name}`, { runId: run.record.runId, node: pod.node })
      }
    }
    return this.#usage({ nodes: [...this.#nodes.all()].map(({ name }) => name), pods })
  }

  testConnection(test: ConnectionTest): Promise<ConnectionReport> {
    const { settings, clock } = this.#options
    return testConnection({ api: this.#api, settings, clock }, test)
  }

  endWorkload(workload: EndedWorkload): Promise<void> {
    return endWorkload(this.#api, this.#options.settings, workload)
  }

  check(options = { network: false }): Promise<CheckLine[]> {
    return checkCluster({
      isNetworkTried: options.network,
      api: this.#api,
      settings: this.#options.settings,
      scopes: this.#namespaces.scopes,
      cluster: this.#cluster,
      nodes: [...this.#nodes.all()],
      observeAgeMs: this.observeAgeMs(),
      refused: this.#watch?.refused() ?? [],
    })
  }

  observeAgeMs(): number | undefined {
    return this.#watch?.ageMs
  }

  async close(): Promise<void> {
    this.#events = undefined
    this.#stop.abort()
    this.#namespaces.close()
    await this.#jobApi?.close()
    this.#strays.close()
    this.#claims.close()
    this.#cluster.close()
    await this.#watch?.close()
    await this.#keeper.close()
    await this.#output.close()
    this.#nodes.close()
    this.#api.close()
  }

  #start(request: RunRequest): Promise<Started> {
    const { settings, clock } = this.#options
    return startRun({
      api: this.#api,
      request,
      context: this.#context(request.spec.nodes),
      settings,
      clock,
      signal: this.#stop.signal,
    })
  }

  /** The watches will say the same; until they do, the run is known all the same. */
  #note(request: RunRequest, started: Started): void {
    if (started.main !== undefined && this.#world.get(keyOf(request))?.main === undefined)
      this.#world.putMain(started.main)
    if (this.#known(request) === undefined) this.#world.putRecord(started.record)
  }

  #followed(): Followed {
    return { scopes: this.#namespaces.scopes, engines: this.#cluster.engines }
  }

  async #follow(): Promise<void> {
    await this.#watch?.follow(this.#followed())
  }

  #context(nodes: string[]): RenderContext {
    const { settings } = this.#options
    return {
      settings,
      gpu: this.#nodes.gpuOf(nodes),
      isSharedClass: this.#cluster.isSharedClass,
      apis: this.#cluster.apis,
    }
  }

  #named(): ReadonlySet<string> | undefined {
    const wanted = this.#events?.wantedWorkloads?.()
    if (wanted === undefined) return undefined
    return new Set([...wanted, ...[...this.#world.all()].map(([, { record }]) => record.workloadId)])
  }

  #known(ref: RunRef): (WorldRun & { record: RunRecord }) | undefined {
    return this.#world.find(ref.runId).find(({ record }) => record.generation === ref.generation)
  }

  #publish(run: ObservedRun): void {
    const known = this.#world.get(keyOf(run))
    if (known === undefined) return
    if (known.seen !== undefined) {
      if (isFinalRunPhase(known.seen.phase)) return
      if (JSON.stringify(known.seen) === JSON.stringify(run)) return
    }
    known.seen = run
    if (isFinalRunPhase(run.phase)) this.#ledger.release(run)
    this.#events?.onRun(run)
  }
}
