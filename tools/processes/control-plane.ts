import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, startChild, until, type Child } from './child.ts'
import { COMPILE_CACHE, CONTROL_PLANE_FLAGS, SOURCE_FLAGS } from './node-flags.ts'

export interface ControlPlaneProcess {
  child: Child
  url: string
  dataDir: string
  /** The one-time link of the first admin, if it printed one. */
  setupLink(): string | undefined
  /** A short-lived token of the first admin, made by whoever owns the database. */
  adminToken(name: string): string
  /** Of the embedded PostgreSQL. */
  postgresPid(): number
}

/** Nothing is served: the process ended first. Its exit code and what it said on the way out. */
export class StartFailed extends Error {
  override name = 'StartFailed'
  readonly exitCode: number
  constructor(exitCode: number, sentence: string) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** Starts a control plane and waits until it is ready; one that does not get ready is ended. Throws {@link StartFailed}. */
export async function startControlPlane(options: {
  dataDir: string
  port: number
  env?: Record<string, string>
  logFile?: string
  timeoutMs?: number
}): Promise<ControlPlaneProcess> {
  const logFile = options.logFile ?? join(options.dataDir, 'logs', 'control-plane.log')
  const written = existsSync(logFile) ? readFileSync(logFile, 'utf8').length : 0
  const env = {
    ...process.env,
    ...COMPILE_CACHE,
    FAIRLEAD_DATA_DIR: options.dataDir,
    FAIRLEAD_PORT: String(options.port),
    ...options.env,
  }
  const child = startChild({
    name: 'control plane',
    command: process.execPath,
    args: [...CONTROL_PLANE_FLAGS, ...SOURCE_FLAGS, join(ROOT, 'packages/control-plane/src/main.ts')],
    env,
    logFile,
  })
  const url = `http://localhost:${options.port}`
  const own = () => child.output().slice(written)
  try {
    await until(
      'the control plane is ready',
      async () => {
        const code = child.exitCode()
        if (code !== undefined) throw new StartFailed(code, lastWords(own()))
        return await isReady(url)
      },
      options.timeoutMs ?? 60_000,
    )
    // The announcement follows readiness.
    await until('the control plane has announced itself', () => (own().includes('"msg":"ready"') ? true : undefined))
  } catch (error) {
    // Nobody else knows of it.
    await child.stop()
    throw error
  }
  return {
    child,
    url,
    dataDir: options.dataDir,
    setupLink: () => /https?:\/\/\S+\/setup#\S+/.exec(own())?.[0],
    adminToken: (name) => adminCommand(env, ['token', '--name', name, '--minutes', '720']),
    postgresPid: () => postgresPid(options.dataDir),
  }
}

export async function isReady(url: string): Promise<true | undefined> {
  const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  return response?.ok ? true : undefined
}

function adminCommand(env: Record<string, string | undefined>, args: string[]): string {
  const result = spawnSync(
    process.execPath,
    [...SOURCE_FLAGS, join(ROOT, 'packages/control-plane/src/admin.ts'), ...args],
    {
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    },
  )
  if (result.status !== 0) throw new Error(`admin command failed: ${result.stderr}`)
  return result.stdout.trim()
}

/** The sentence that a program leaves behind when it cannot start, without its JSON lines. */
function lastWords(output: string): string {
  const plain = output.split('\n').filter((line) => line.startsWith('fairlead'))
  return plain.at(-1)?.replace(/^fairlead(-agent)?: /, '') ?? output.trim().split('\n').slice(-5).join('\n')
}

function postgresPid(dataDir: string): number {
  const home = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { dataDir: string }
  return Number(readFileSync(join(home.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
}
