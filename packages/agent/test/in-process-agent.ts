import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from './at-end.ts'
import { parseSettings } from '../src/config.ts'
import { parseClaim } from '../src/drivers/local/run-shim.ts'
import { signalSession } from '../src/drivers/local/sessions.ts'
import type { Clock } from '../src/lib/clock.ts'
import type { Logger } from '../src/lib/logger.ts'
import { bootId } from '../src/lib/process-identity.ts'
import { runAgent, type RunningAgent } from '../src/run-agent.ts'
import { TestControlPlane } from './test-control-plane.ts'
import { until } from './until.ts'

/** A folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fairlead-agent-'))
  atEnd(() => {
    endRuns(join(path, 'runs'))
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  })
  return path
}

/** Processes of local runs outlive their agent, but not their test. */
function endRuns(runsDir: string): void {
  if (!existsSync(runsDir) || !statSync(runsDir).isDirectory()) return
  for (const path of readdirSync(runsDir, { recursive: true, encoding: 'utf8' })) {
    if (!/^[^/]+\/\d+\/process$/.test(path)) continue
    const claim = parseClaim(readFileSync(join(runsDir, path), 'utf8'))
    if (claim.kind === 'process') signalSession(claim.identity, bootId(), 'SIGKILL')
  }
}

/** Keeps what was logged instead of printing it. */
export function testLogger(lines: string[] = []): Logger {
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      lines.push(JSON.stringify({ level, message, ...fields }))
    }
  const logger: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => logger,
  }
  return logger
}

export async function startPlane(): Promise<TestControlPlane> {
  const plane = await TestControlPlane.start()
  atEnd(() => plane.stop())
  return plane
}

/** Settings for real processes on this host. */
export const LOCAL = { driver: 'local', nodeName: 'host-1' }

/** Waits until the agent has said that it has the newest revision. */
export async function applied(plane: TestControlPlane): Promise<void> {
  await until(() => plane.session?.of('applied').at(-1)?.rev === plane.cluster.rev, 'the newest revision is applied')
}

export type AgentSetup = {
  plane: TestControlPlane
  stateDir?: string
  settings?: Record<string, unknown>
  clock?: Clock
  random?: () => number
  lines?: string[]
  token?: string
}

/** Starts a real agent in this process against a test control plane. It is stopped when the test has ended. */
export async function startAgent(setup: AgentSetup): Promise<RunningAgent & { stateDir: string; lines: string[] }> {
  const { plane, stateDir = temporaryFolder(), lines = [] } = setup
  const tokenFile = join(temporaryFolder(), 'token')
  writeFileSync(tokenFile, setup.token ?? plane.newToken())
  const config = parseSettings({
    controlPlaneUrl: plane.origin,
    stateDir,
    joinTokenFile: tokenFile,
    driver: 'simulated',
    simulatedStartDelaySeconds: 0.01,
    ...setup.settings,
  })
  const agent = await runAgent({
    config,
    log: testLogger(lines),
    env: {},
    signal: new AbortController().signal,
    ...(setup.clock === undefined ? {} : { clock: setup.clock }),
    ...(setup.random === undefined ? {} : { random: setup.random }),
  })
  let isStopped = false
  const stop = async (): Promise<void> => {
    if (isStopped) return
    isStopped = true
    await agent.stop()
  }
  atEnd(stop)
  return { ...agent, stop, stateDir, lines }
}
