import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, setPriority } from 'node:os'
import { join } from 'node:path'
import {
  findModule,
  type KubernetesProgram,
  type KubernetesRelease,
  type OtherProgram,
  type ProgramModule,
} from './catalog.ts'
import { explainGoFailure, GO_ENV, requireGo } from './go.ts'

export type Say = (line: string) => void
/** Whom a program is built for, in Node's words; other than this machine only to be shipped. */
export type ProgramArch = 'x64' | 'arm64'

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairlead/rig')
const OWN_ARCH = process.arch as ProgramArch
const STILL_AT_IT_MS = 30_000

/** Where a program lies once it is built. The name holds its version and a digest of everything else that shapes it. */
export function programPath(
  program: KubernetesProgram | OtherProgram,
  release: KubernetesRelease = 'newest',
  arch: ProgramArch = OWN_ARCH,
): string {
  const module = findModule(program, release)
  return join(CACHE, `${program}-${module.version}-${fingerprint(module, arch)}`)
}

/** Builds a program unless the cache has it, and answers its path. Throws with what to do when Go or its modules are missing. */
export async function ensureProgram(
  program: KubernetesProgram | OtherProgram,
  release: KubernetesRelease = 'newest',
  say: Say = () => undefined,
  arch: ProgramArch = OWN_ARCH,
): Promise<string> {
  const path = programPath(program, release, arch)
  if (existsSync(path)) return path
  requireGo()
  mkdirSync(CACHE, { recursive: true })
  for (const leftover of globSync(`${path}.*.part`)) if (!isAlive(Number(leftover.split('.').at(-2)))) rmSync(leftover)
  const module = findModule(program, release)
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  say(`building ${program} ${module.version} (once)`)
  const ticker = setInterval(() => say(`still building ${program} ${module.version}: ${seconds()} s`), STILL_AT_IT_MS)
  // Renamed when it is whole, so that an interrupted build leaves nothing that looks finished.
  const part = `${path}.${process.pid}.part`
  try {
    await compile(module, program, part, arch)
    renameSync(part, path)
  } finally {
    clearInterval(ticker)
    rmSync(part, { force: true })
  }
  say(`built ${program} ${module.version} in ${seconds()} s`)
  return path
}

function compile(module: ProgramModule, program: string, output: string, arch: ProgramArch): Promise<void> {
  const args = [
    'build',
    '-trimpath',
    '-ldflags',
    module.ldflags.join(' '),
    '-o',
    output,
    module.programs[program] ?? '.',
  ]
  const child = spawn('go', args, {
    cwd: moduleFolder(module),
    env: { ...process.env, ...GO_ENV, GOARCH: arch === 'x64' ? 'amd64' : arch },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // A build may take minutes: whatever else the machine does goes first.
  if (child.pid !== undefined) setPriority(child.pid, 10)
  const stderr: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(explainGoFailure(args, Buffer.concat(stderr).toString()))
    })
  })
}

function moduleFolder(module: ProgramModule): string {
  return join(import.meta.dirname, 'modules', module.folder)
}

function fingerprint(module: ProgramModule, arch: ProgramArch): string {
  const hash = createHash('sha256').update(JSON.stringify([module.ldflags, arch]))
  for (const file of globSync('{go.mod,go.sum,*.go}', { cwd: moduleFolder(module) }).toSorted())
    hash.update(file).update(readFileSync(join(moduleFolder(module), file)))
  return hash.digest('hex').slice(0, 10)
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}
