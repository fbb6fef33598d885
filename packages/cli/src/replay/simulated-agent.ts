import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { findAgent } from '../lib/find-agent.ts'

export interface SimulatedAgent {
  cluster: string
  logFile: string
  /** Why it is not there any more; undefined while it lives. */
  ended: () => string | undefined
  stop: () => Promise<void>
}

export interface AgentOptions {
  cluster: string
  url: string
  /** Goes to the agent through standard input: it is in no argument, no variable and no file. Absent: it has enrolled before. */
  joinToken?: string
  /** As the agent's setting takes it. */
  fleet: string
  folder: string
  /** Between start and running. Default: next to nothing, so that the time between decision and running is that of the product and not of a dice. */
  startDelaySeconds?: number
  /** Told when it ends without having been stopped. */
  onLost: (agent: SimulatedAgent) => void
}

const START_DELAY_SECONDS = 0.02
const KILL_AFTER_MS = 5_000

/** Starts an agent that only pretends to run work. It has its own process group, so that Ctrl-C leaves it alive until the replay has tidied up. */
export function startSimulatedAgent(options: AgentOptions): SimulatedAgent {
  const { cluster, url, joinToken, fleet, folder, onLost } = options
  const stateDir = join(folder, cluster)
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const logFile = join(folder, `${cluster}.log`)
  const log = openSync(logFile, 'a', 0o600)
  const { command, args } = findAgent()
  const child = spawn(command, joinToken === undefined ? args : [...args, '--join-token-file', '-'], {
    detached: true,
    stdio: ['pipe', log, log],
    env: {
      ...withoutSecrets(process.env),
      FAIRLEAD_AGENT_CONTROL_PLANE_URL: new URL(url).origin,
      FAIRLEAD_AGENT_DRIVER: 'simulated',
      FAIRLEAD_AGENT_STATE_DIR: stateDir,
      FAIRLEAD_AGENT_SIMULATED_FLEET: fleet,
      FAIRLEAD_AGENT_SIMULATED_START_DELAY_SECONDS: String(options.startDelaySeconds ?? START_DELAY_SECONDS),
      FAIRLEAD_AGENT_LOG_LEVEL: 'warn',
    },
  })
  closeSync(log)
  let ended: string | undefined
  let isStopping = false
  const agent: SimulatedAgent = {
    cluster,
    logFile,
    ended: () => ended,
    stop: async () => {
      isStopping = true
      await stopChild(child)
      process.off('exit', killIt)
    },
  }
  const end = (why: string) => {
    ended ??= why
    if (!isStopping) onLost(agent)
  }
  child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`))
  child.once('error', (error) => end(error.message))
  // A program that could not be started, or that ended at once, does not read its input; its end is told above.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(joinToken === undefined ? '' : `${joinToken}\n`)
  const killIt = () => child.kill('SIGKILL')
  process.once('exit', killIt)
  return agent
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  await ended
  clearTimeout(timer)
}

/** Agents have a key of their own, and no use for the user's token. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { FAIRLEAD_TOKEN: _token, ...rest } = env
  return rest
}
