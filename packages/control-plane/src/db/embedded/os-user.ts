import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface OsUser {
  uid: number
  gid: number
}

/**
 * PostgreSQL refuses to run as root. For root this answers who to run it as: the `postgres` user where there is one, else a
 * system user made for it, else nobody. Undefined for everybody else: it runs as they are.
 */
export function postgresOsUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUp('postgres') ?? lookUp('fairlead-postgres')
  if (known) return known
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'fairlead-postgres',
  ])
  const user = lookUp('fairlead-postgres') ?? lookUp('nobody')
  if (!user)
    throw new Error(
      'PostgreSQL cannot run as root and no other user was found: set DATABASE_URL, or start as another user',
    )
  return user
}

/** True when that user can enter the folder: every parent must let it through. */
export function canEnter(folder: string, user: OsUser | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1" && ls . >/dev/null', 'sh', folder], { ...user }).status === 0
}

function lookUp(name: string): OsUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
