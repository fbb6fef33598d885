import { readFileSync } from 'node:fs'
import { Agent } from './agent.ts'
import { createDriver } from './drivers/create-driver.ts'
import { enrol } from './enrol/enrol.ts'
import { readJoinToken } from './enrol/read-join-token.ts'
import { gaugesOf, healthOf } from './health/figures.ts'
import { startHealthServer } from './health/health-server.ts'
import { loadAgentKey, type AgentKey } from './identity/agent-key.ts'
import { hostUid, readIdentity, writeIdentity, type Identity } from './identity/identity.ts'
import { systemClock, type Clock } from './lib/clock.ts'
import { messageOf, type Logger } from './lib/logger.ts'
import { StartupError } from './lib/startup-error.ts'
import { createEndpoint, type Endpoint } from './link/endpoint.ts'
import type { Config } from './settings.ts'
import { openStateDir } from './state-dir/open-state-dir.ts'
import { AGENT_VERSION } from './version.ts'

export type RunningAgent = {
  clusterId: string
  /** Of the health server, if there is one. */
  healthPort: number | undefined
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
  if (isInTheClear(config.controlPlaneUrl)) {
    log.warn({ controlPlane: config.controlPlaneUrl }, 'the link is not encrypted: use https outside of this host')
  }
  const endpoint = createEndpoint({ url: config.controlPlaneUrl, ca: readCa(config.caFile), env })
  const stateDir = openStateDir(config.stateDir)
  const key = await loadAgentKey(stateDir)
  const identity = await identify({ ...options, clock, random }, { stateDir, endpoint, key })
  const driver = await createDriver({ config, stateDir, env, clusterId: identity.clusterId, clock, random, log })
  const agent = new Agent({ stateDir, endpoint, key, identity, driver, clock, random, log })
  await agent.start()
  const health =
    config.healthPort === undefined
      ? undefined
      : await startHealthServer({
          host: config.healthHost,
          port: config.healthPort,
          facts: () => healthOf(agent.figures()),
          gauges: () => gaugesOf(agent.figures()),
        })
  if (health !== undefined) log.info({ port: health.port }, 'probes are answered')
  return {
    clusterId: identity.clusterId,
    healthPort: health?.port,
    stop: async () => {
      await health?.close()
      await agent.stop()
    },
  }
}

async function identify(
  options: RunOptions & { clock: Clock; random: () => number },
  parts: { stateDir: string; endpoint: Endpoint; key: AgentKey },
): Promise<Identity> {
  const { config, log } = options
  const { stateDir, endpoint, key } = parts
  const known = readIdentity(stateDir, {
    controlPlane: endpoint.origin,
    formerly: config.controlPlaneFormerUrl,
    thumbprint: key.thumbprint,
  })
  if (known !== undefined) {
    await writeIdentity(stateDir, known)
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
    clusterUid: await hostUid(stateDir),
    driver: config.driver,
    agentVersion: AGENT_VERSION,
    clock: options.clock,
    random: options.random,
    log,
    signal: options.signal,
  })
  await writeIdentity(stateDir, identity)
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
