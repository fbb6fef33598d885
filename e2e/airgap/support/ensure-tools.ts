import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { QEMU } from './foreign.ts'

/** Programs of other people that the tests check our files with, and the Debian packages that bring them. */
const TOOLS = {
  minisign: '/usr/bin/minisign',
  'openssh-client': '/usr/bin/ssh-keygen',
  openssl: '/usr/bin/openssl',
  'busybox-static': '/bin/busybox',
  clamav: '/usr/bin/clamscan',
  strace: '/usr/bin/strace',
  age: '/usr/bin/age',
  'qemu-user-static': QEMU,
} as const

/** Makes sure that the tools are there, installing what is missing. Answers why that cannot be, or undefined. */
export function ensureTools(say: (line: string) => void): string | undefined {
  const missing = Object.entries(TOOLS)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name)
  if (missing.length === 0) return undefined
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return `install ${missing.join(', ')}`
  say(`installing ${missing.join(' ')} (apt, once)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    encoding: 'utf8',
    env,
  })
  return status === 0 ? undefined : `apt-get cannot install ${missing.join(', ')}: ${stderr.trim().split('\n').at(-1)}`
}
