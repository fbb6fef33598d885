import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Ran {
  code: number
  out: string
  err: string
}

/** A host of a site: a home of its own, and nothing of the environment of the tests. */
export class Site {
  readonly home = mkdtempSync(join(tmpdir(), 'fairlead-site-'))
  readonly env: Record<string, string>
  uid: number | undefined

  constructor() {
    const tmp = join(this.home, 'tmp')
    mkdirSync(tmp)
    for (const folder of [this.home, tmp]) chmodSync(folder, 0o777)
    this.env = { PATH: '/usr/bin:/bin', HOME: this.home, TMPDIR: tmp }
  }

  /** Runs a program of a bundle to its end. */
  run(program: string, ...args: string[]): Ran {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      cwd: this.home,
      env: this.env,
      ...(this.uid === undefined ? {} : { uid: this.uid, gid: this.uid }),
    })
    return { code: status ?? -1, out: stdout, err: stderr }
  }

  /** The same while this process goes on with what it does. */
  start(program: string, ...args: string[]): Promise<Ran> {
    const child = spawn(program, args, { cwd: this.home, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ran: Ran = { code: -1, out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => (ran.out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (ran.err += chunk.toString()))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ ...ran, code: code ?? -1 }))
    })
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
