import { readFileSync } from 'node:fs'
import { Agent } from './agent.ts'
import { createDriver } from './drivers/create-driver.ts'
import { firstCheck } from './commands/self-test.ts'
import { readOwnerPolicy } from './drivers/kubernetes/agent-policy.ts'
import { enrol } from './enrol/enrol.ts'
import { readJoinToken } from './enrol/read-join-token.ts'
import { gaugesOf, healthOf } from './health/figures.ts'
import { startHealthServer } from './health/health-server.ts'
import { loadAgentKey, type AgentKey } from './identity/agent-key.ts'
import { hostUid, readIdentity, writeIdentity, type Identity } from './identity/identity.ts'
import { folderStore, type IdentityStore } from './identity/identity-store.ts'
import { LeaderLease } from './in-cluster/leader-lease.ts'
import { clusterUid, openOwnCluster, type OwnCluster } from './in-cluster/own-cluster.ts'
import { secretStore } from './in-cluster/secret-store.ts'
import { systemClock, type Clock } from './lib/clock.ts'
import type { Listening } from './lib/listen.ts'
import { messageOf, type Logger } from './lib/logger.ts'
import { StartupError } from './lib/startup-error.ts'
import { createEndpoint, type Endpoint } from './link/endpoint.ts'
import type { Config } from './settings.ts'
import { openStateDir } from './state-dir/open-state-dir.ts'
import { OwnDeployment } from './upgrade/own-deployment.ts'
import { SelfUpgrade } from './upgrade/self-upgrade.ts'
import { AGENT_VERSION } from './version.ts'

export type RunningAgent = {
  clusterId: string
  /** Of the health server, if there is one. */
  healthPort: number | undefined
  /** Resolves when another agent has taken over: this one has to end at once. */
  lost: Promise<void>
  stop: () => Promise<void>
}

export type RunOptions = {
  config: Config
  log: Logger
  env: NodeJS.ProcessEnv
  /** Aborting it gives up an enrolment that is not done yet. */
  signal: AbortSignal
  clock?: Clock
  random?: () => number
}

/** Starts an agent in this process, in the order in which its parts need each other. Rejects with {@link StartupError}. */
export async function runAgent(options: RunOptions): Promise<RunningAgent> {
  const { config, log, env, clock = systemClock, random = Math.random } = options
  const timed = { ...options, clock, random }
  if (isInTheClear(config.controlPlaneUrl)) {
    log.warn({ controlPlane: config.controlPlaneUrl }, 'the link is not encrypted: use https outside of this host')
  }
  const endpoint = createEndpoint({ url: config.controlPlaneUrl, ca: readCa(config.caFile), env })
  const stateDir = openStateDir(config.stateDir)
  let agent: Agent | undefined
  let upgrade: SelfUpgrade | undefined
  const health = await startHealth(
    config,
    () => agent,
    () => upgrade?.isProven ?? true,
  )
  if (health !== undefined) log.info({ port: health.port }, 'probes are answered')
  const own = config.driver === 'kubernetes' ? await openOwnCluster(config, env) : undefined
  let onLost: () => void = () => undefined
  const lost = new Promise<void>((resolve) => (onLost = resolve))
  const selfUpgrade = openSelfUpgrade(timed, { own, endpoint, stateDir })
  upgrade = selfUpgrade
  await selfUpgrade?.open()
  let lease = await lead(timed, { own, onLost, selfUpgrade })
  const store =
    own === undefined || config.identitySecret === undefined
      ? folderStore(stateDir)
      : secretStore({ ...own, name: config.identitySecret })
  const key = await loadAgentKey(store)
  const identity = await identify(timed, { store, own, endpoint, key })
  const work = async (): Promise<void> => {
    const driver = await createDriver({ config, stateDir, env, clusterId: identity.clusterId, clock, random, log })
    const worker = new Agent({ stateDir, endpoint, key, identity, driver, clock, random, log, selfUpgrade })
    await worker.start()
    agent = worker
    selfUpgrade?.lead({
      check: () => worker.check(),
      isConnected: () => worker.figures().link.isConnected,
      report: (report) => worker.reportUpgrade(report),
    })
  }
  const rest = async (): Promise<void> => {
    const worker = agent
    agent = undefined
    selfUpgrade?.rest()
    await worker?.stop()
    await lease?.release()
  }
  await work()
  if (selfUpgrade !== undefined) {
    selfUpgrade.onMakeWay = () => {
      const again = async (): Promise<void> => {
        await rest()
        lease = await lead(timed, { own, onLost, selfUpgrade })
        await work()
      }
      again().catch((error: unknown) => {
        log.warn({ problem: messageOf(error) }, 'this agent has made way and does not go on')
        onLost()
      })
    }
  }
  return {
    clusterId: identity.clusterId,
    healthPort: health?.port,
    lost,
    stop: async () => {
      selfUpgrade?.close()
      await health?.close()
      await rest()
      own?.api.close()
    },
  }
}

/** What replaces this agent by another release, where it is a pod that was told which Deployment it belongs to. */
function openSelfUpgrade(
  options: RunOptions & { clock: Clock; random: () => number },
  parts: { own: OwnCluster | undefined; endpoint: Endpoint; stateDir: string },
): SelfUpgrade | undefined {
  const { config, clock, random, log } = options
  const { own, endpoint, stateDir } = parts
  if (own === undefined || config.deployment === undefined || config.image === undefined) return undefined
  return new SelfUpgrade({
    deployment: new OwnDeployment({ ...own, name: config.deployment }),
    image: config.image,
    podName: config.podName,
    isAllowed: readOwnerPolicy(config.policyFile).selfUpgrade !== false,
    firstCheck: () => firstCheck({ endpoint, stateDir, clock }),
    clock,
    random,
    log,
  })
}

/** Answers probes from the beginning: an agent that waits for its turn is well, and not ready. */
async function startHealth(
  config: Config,
  agent: () => Agent | undefined,
  isProven: () => boolean,
): Promise<Listening | undefined> {
  if (config.healthPort === undefined) return undefined
  return startHealthServer({
    host: config.healthHost,
    port: config.healthPort,
    facts: () => {
      const figures = agent()?.figures()
      if (figures === undefined) return NOT_STARTED
      const facts = healthOf(figures)
      return { ...facts, isReady: facts.isReady && isProven() }
    },
    gauges: () => {
      const figures = agent()?.figures()
      return figures === undefined ? [] : gaugesOf(figures)
    },
  })
}

const NOT_STARTED = { isHealthy: true, isReady: false, details: { started: false } }

/** Waits until this agent may work, where there are several. */
async function lead(
  options: RunOptions & { clock: Clock; random: () => number },
  parts: { own: OwnCluster | undefined; onLost: () => void; selfUpgrade: SelfUpgrade | undefined },
): Promise<LeaderLease | undefined> {
  const { own, onLost, selfUpgrade } = parts
  const { config, clock, random, log, signal } = options
  if (own === undefined || config.leaseName === undefined) return undefined
  const lease = new LeaderLease({
    ...own,
    name: config.leaseName,
    holder: config.podName,
    clock,
    random,
    log,
    mayTake: () => selfUpgrade?.mayLead ?? true,
    onLost,
  })
  if (!(await lease.acquire(signal))) throw new StartupError('stopped while another agent led', 0)
  log.info({ lease: config.leaseName }, 'this agent leads')
  return lease
}

async function identify(
  options: RunOptions & { clock: Clock; random: () => number },
  parts: { store: IdentityStore; own: OwnCluster | undefined; endpoint: Endpoint; key: AgentKey },
): Promise<Identity> {
  const { config, log } = options
  const { store, own, endpoint, key } = parts
  const known = await readIdentity(store, {
    controlPlane: endpoint.origin,
    formerly: config.controlPlaneFormerUrl,
    thumbprint: key.thumbprint,
  })
  if (known !== undefined) {
    await writeIdentity(store, known)
    return known
  }
  if (config.joinTokenFile === undefined) {
    throw new StartupError(
      'this agent has not enrolled yet: give it a join token with --join-token-file FILE (or - for standard input)',
      2,
    )
  }
  const identity = await enrol({
    endpoint,
    key,
    token: readJoinToken(config.joinTokenFile),
    clusterUid: (own === undefined ? undefined : await clusterUid(own, log)) ?? (await hostUid(store)),
    driver: config.driver,
    agentVersion: AGENT_VERSION,
    clock: options.clock,
    random: options.random,
    log,
    signal: options.signal,
  })
  await writeIdentity(store, identity)
  log.info({ clusterId: identity.clusterId, cluster: identity.clusterName, thumbprint: key.thumbprint }, 'enrolled')
  return identity
}

function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

function readCa(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartupError(`caFile cannot be read: ${messageOf(error)}`, 2)
  }
}
