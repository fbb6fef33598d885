import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Ran {
  status: number
  /** Standard output and errors, without the frames that errors are drawn in. */
  text: string
}

/** Runs a program by its arguments in one folder, in which nothing is installed but from `mirror` and every call to another host but this one fails. */
export function tofuFolder(program: string, folder: string, mirror: string, env: Record<string, string>) {
  mkdirSync(folder, { recursive: true })
  const settings = join(folder, 'tofu.rc')
  writeFileSync(settings, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`)
  const nowhere = 'http://127.0.0.1:9'
  return (...args: string[]): Promise<Ran> => {
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        TMPDIR: folder,
        TF_CLI_CONFIG_FILE: settings,
        TF_CLI_ARGS: '-no-color',
        TF_IN_AUTOMATION: 'true',
        TF_INPUT: 'false',
        CHECKPOINT_DISABLE: 'true',
        HTTP_PROXY: nowhere,
        HTTPS_PROXY: nowhere,
        NO_PROXY: '127.0.0.1,localhost',
        ...env,
      },
    })
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) =>
        resolve({
          status: code ?? 1,
          text: Buffer.concat(chunks)
            .toString()
            .replaceAll(/^[│╷╵] ?/gm, ''),
        }),
      )
    })
  }
}
