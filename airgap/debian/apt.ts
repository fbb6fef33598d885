import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Architecture } from '../release/release.ts'

export const DEBIAN_CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairlead/debian')

/** Mirrors are brought up to date four times a day. */
const FRESH_MS = 10 * 60_000
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const SUITES = [
  'http://deb.debian.org/debian bookworm main',
  'http://deb.debian.org/debian bookworm-updates main',
  'http://deb.debian.org/debian-security bookworm-security main',
]

/**
 * Runs apt-get with lists and settings of its own, for any architecture and without a change to this machine. Packages of Debian are verified by its keyring, which has to be
 * there. Throws with apt's last words.
 */
export function apt(architecture: Architecture, args: readonly string[], cwd = DEBIAN_CACHE): string {
  const root = join(DEBIAN_CACHE, `apt-${architecture}`)
  const isNew = !existsSync(join(root, 'state/lists/auxfiles'))
  prepare(root)
  if (isNew && args[0] !== 'update') apt(architecture, ['update'])
  const settings = {
    'Dir::State': join(root, 'state'),
    'Dir::Cache': join(root, 'cache'),
    'Dir::State::status': join(root, 'status'),
    'Dir::Etc::sourcelist': join(root, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const { status, stdout, stderr, error } = spawnSync('apt-get', ['-q', ...options, ...args], { cwd, encoding: 'utf8' })
  if (error)
    throw new Error(
      'there is no apt-get: images of the bundle are made from Debian packages, so build on Debian or Ubuntu',
    )
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`)
  return stdout
}

/** Brings the lists of an architecture up to date, unless they are of the last minutes. */
export function refresh(architecture: Architecture): void {
  const stamp = join(DEBIAN_CACHE, `apt-${architecture}`, 'updated')
  const age = Date.now() - (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (age > 0 && age < FRESH_MS) return
  apt(architecture, ['update'])
  writeFileSync(stamp, '')
}

function prepare(root: string): void {
  if (!existsSync(KEYRING)) throw new Error(`there is no ${KEYRING}: install debian-archive-keyring`)
  for (const folder of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'sources.list'), SUITES.map((suite) => `deb [signed-by=${KEYRING}] ${suite}\n`).join(''))
  if (!existsSync(join(root, 'status'))) writeFileSync(join(root, 'status'), '')
}
