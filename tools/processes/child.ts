import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export const ROOT = join(import.meta.dirname, '../..')

/** A process of ours: its output goes to a file, and it is ended by its own id alone. */
export interface Child {
  pid: number
  name: string
  logFile: string
  /** Undefined while it runs. */
  exitCode(): number | undefined
  exited: Promise<number>
  signal(signal: NodeJS.Signals): void
  /** TERM, and KILL when it does not listen. Answers its exit code. */
  stop(graceMs?: number): Promise<number>
  /** What it has written so far. */
  output(): string
}

/** Starts a program in a process group of its own, so that Ctrl-C at the terminal reaches us first. */
export function startChild(options: {
  name: string
  command: string
  args: readonly string[]
  env: Record<string, string | undefined>
  logFile: string
  input?: string
}): Child {
  mkdirSync(dirname(options.logFile), { recursive: true })
  const log = openSync(options.logFile, 'a')
  const child: ChildProcess = spawn(options.command, options.args, {
    cwd: ROOT,
    env: options.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', log, log],
  })
  closeSync(log)
  if (options.input !== undefined) child.stdin?.end(options.input)
  const { pid } = child
  if (pid === undefined) throw new Error(`${options.name} could not be started: ${options.command}`)
  let code: number | undefined
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      code = exitCode ?? (signal === 'SIGKILL' ? 137 : 143)
      resolve(code)
    })
  })
  function signal(name: NodeJS.Signals): void {
    if (code === undefined) child.kill(name)
  }
  return {
    pid,
    name: options.name,
    logFile: options.logFile,
    exitCode: () => code,
    exited,
    signal,
    stop: async (graceMs = 15_000) => {
      signal('SIGTERM')
      const late = new AbortController()
      const outcome = await Promise.race([
        exited,
        wait(graceMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const),
      ])
      late.abort()
      if (outcome !== 'late') return outcome
      signal('SIGKILL')
      return await exited
    },
    output: () => readFileSync(options.logFile, 'utf8'),
  }
}

/** Asks again until there is an answer other than undefined. Throws with `what` when the time is over. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`did not happen within ${timeoutMs / 1000} s: ${what}`)
    await wait(50)
  }
}
