import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { atEnd } from './at-end.ts'
import { temporaryFolder } from './in-process-agent.ts'
import type { TestControlPlane } from './test-control-plane.ts'

export type SpawnedAgent = {
  child: ChildProcess
  output: () => string
  /** Resolves with exit code, or the signal's name. */
  ended: Promise<number | string>
}

const PROGRAM = join(import.meta.dirname, '../bin/fairlead-agent.mjs')

/** Starts the agent as its own process, as an operator does. It is killed when the test has ended. */
export function spawnAgent(options: {
  plane?: TestControlPlane
  stateDir?: string
  settings?: Record<string, string>
  args?: string[]
  stdin?: string
}): SpawnedAgent {
  const { plane, stateDir, settings = {}, args = [], stdin } = options
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...(plane === undefined ? {} : { FAIRLEAD_AGENT_CONTROL_PLANE_URL: plane.origin }),
      ...(stateDir === undefined ? {} : { FAIRLEAD_AGENT_STATE_DIR: stateDir }),
      ...settings,
    },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin ?? '')
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  atEnd(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, output: () => output, ended }
}

/** A file with a new token of this control plane. */
export function tokenFile(plane: TestControlPlane): string {
  const path = join(temporaryFolder(), 'token')
  writeFileSync(path, `${plane.newToken()}\n`)
  return path
}
