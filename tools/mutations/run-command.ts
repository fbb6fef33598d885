import { spawn } from 'node:child_process'

export interface Ended {
  code: number
  output: string
  /** Ended by us because it took too long. */
  isLate: boolean
}

/** Runs a command to its end, or ends it after `timeoutMs`. */
export function runCommand(command: string, args: readonly string[], cwd: string, timeoutMs: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let isLate = false
    const collect = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, timeoutMs)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output, isLate })
    })
  })
}
