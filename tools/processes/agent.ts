import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, startChild, type Child } from './child.ts'
import { AGENT_FLAGS, COMPILE_CACHE } from './node-flags.ts'

export interface AgentOptions {
  url: string
  stateDir: string
  driver: 'local' | 'simulated' | 'kubernetes'
  /** Needed once; afterwards the agent has its own key. It travels in a file, which is gone as soon as it has been used. */
  joinToken?: string
  env?: Record<string, string>
  logFile?: string
  name?: string
}

/** True for an agent that has enrolled before and needs no token. */
export function isEnrolled(stateDir: string): boolean {
  return existsSync(join(stateDir, 'identity.json'))
}

/** Where its control plane was when it enrolled: another port this time is no other control plane. */
function formerUrl(stateDir: string): string | undefined {
  if (!isEnrolled(stateDir)) return undefined
  return (JSON.parse(readFileSync(join(stateDir, 'identity.json'), 'utf8')) as { controlPlane: string }).controlPlane
}

export function startAgent(options: AgentOptions): Child {
  mkdirSync(options.stateDir, { recursive: true, mode: 0o700 })
  const tokenFile = join(options.stateDir, 'join-token')
  if (options.joinToken === undefined) rmSync(tokenFile, { force: true })
  else writeFileSync(tokenFile, `${options.joinToken}\n`, { mode: 0o600 })
  return startChild({
    name: options.name ?? `agent (${options.driver})`,
    command: process.execPath,
    args: [
      ...AGENT_FLAGS,
      join(ROOT, 'packages/agent/src/main.ts'),
      ...(options.joinToken === undefined ? [] : ['--join-token-file', tokenFile]),
    ],
    env: {
      ...process.env,
      ...COMPILE_CACHE,
      FAIRLEAD_AGENT_CONTROL_PLANE_URL: options.url,
      FAIRLEAD_AGENT_CONTROL_PLANE_FORMER_URL: formerUrl(options.stateDir),
      FAIRLEAD_AGENT_DRIVER: options.driver,
      FAIRLEAD_AGENT_STATE_DIR: options.stateDir,
      ...options.env,
    },
    logFile: options.logFile ?? join(options.stateDir, 'agent.log'),
  })
}
