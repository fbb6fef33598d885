import { spawn } from 'node:child_process'
import { ensureProgram } from '@fairlead/rig/programs/ensure-program'

/** Runs kubectl with something on its standard input. Rejects with what it said. */
export async function kubectl(kubeconfig: string, args: readonly string[], input: string): Promise<string> {
  const child = spawn(await ensureProgram('kubectl'), ['--kubeconfig', kubeconfig, ...args])
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  child.stdin.end(input)
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(said.stdout) : reject(new Error(said.stderr))))
  })
}
