import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'

export interface Said {
  code: number
  out: string
  err: string
}

/** Runs `fairlead` as a user would, signed in by its environment. */
export function fairlead(args: readonly string[], access: { url: string; token: string }): Promise<Said> {
  return runProgram(join(ROOT, 'packages/cli/bin/fairlead.mjs'), args, {
    FAIRLEAD_URL: access.url,
    FAIRLEAD_TOKEN: access.token,
    XDG_CONFIG_HOME: '/nonexistent',
  })
}

/** Runs a script with this Node, and collects what it says. `through` is a program that starts it, such as one that takes rights away. */
export async function runProgram(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
  through: readonly string[] = [],
): Promise<Said> {
  const [command = process.execPath, ...words] = [...through, process.execPath, script, ...args]
  const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...env } })
  const said: Said = { code: -1, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  said.code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return said
}
