import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'

export const NPM_CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairlead/npm')

export interface NpmPackage {
  name: string
  version: string
  /** As npm writes it: `sha512-` and base64. */
  integrity: string
  folder: string
}

/**
 * A package for another kind of machine than this one, downloaded by npm and checked against what is pinned: in `lock.json` for Node itself, in the lock file of the
 * workspace for the rest.
 */
export function ensureNpmPackage(name: string): NpmPackage {
  const pinned = pinOf(name)
  const folder = join(NPM_CACHE, `${name.replaceAll('/', '+')}-${pinned.version}`)
  if (!existsSync(folder)) download(`${name}@${pinned.version}`, pinned.integrity, folder)
  return { name, ...pinned, folder: join(folder, 'package') }
}

function pinOf(name: string): { version: string; integrity: string } {
  const ours = JSON.parse(readFileSync(join(import.meta.dirname, 'lock.json'), 'utf8')) as Record<
    string,
    { version: string; integrity: string }
  >
  const own = ours[name]
  if (own) return own
  const found = new RegExp(`^  '?${name}@([^':]+)'?:\\n    resolution: \\{integrity: ([^},]+)`, 'm').exec(
    readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8'),
  )
  if (!found) throw new Error(`no lock file pins ${name}`)
  return { version: found[1]!, integrity: found[2]! }
}

function download(spec: string, integrity: string, folder: string): void {
  mkdirSync(NPM_CACHE, { recursive: true })
  const work = mkdtempSync(join(NPM_CACHE, 'download-'))
  try {
    const pack = spawnSync('npm', ['pack', '--silent', '--pack-destination', work, spec], {
      cwd: work,
      encoding: 'utf8',
    })
    const [file] = readdirSync(work)
    if (pack.status !== 0 || file === undefined) throw new Error(`npm cannot get ${spec}: ${pack.stderr.trim()}`)
    const archive = join(work, file)
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (found !== integrity) throw new Error(`${spec} is not what is pinned: it has ${found}`)
    const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', work], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${spec} cannot be unpacked: ${stderr}`)
    rmSync(archive)
    if (!existsSync(folder)) renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
