import { execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { EmbeddedHome } from './home.ts'

const run = promisify(execFile)

export const SUPERUSER = 'fairlead_admin'

/**
 * Makes the data folder when there is none. It takes a second of a processor, so the program is read meanwhile. The password travels in a file that is gone
 * afterwards, never as an argument.
 */
export async function initialise(home: EmbeddedHome): Promise<void> {
  if (existsSync(join(home.dataDir, 'PG_VERSION'))) return
  const passwordFile = `${home.dataDir}.password`
  writeFileSync(passwordFile, `${home.secrets.superuserPassword}\n`, { mode: 0o600 })
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid)
  try {
    await run(
      join(home.installation, 'bin', 'initdb'),
      [
        `--pgdata=${home.dataDir}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-locale',
        '--no-instructions',
      ],
      { ...home.user, cwd: '/' },
    )
  } catch (cause) {
    const { stderr = '', message } = cause as { stderr?: string; message: string }
    throw new Error(`initdb failed: ${stderr.trim() || message}`, { cause })
  } finally {
    unlinkSync(passwordFile)
  }
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=120',
  'shared_buffers=128MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
]

/** Starts the server in a process group of its own, so that Ctrl-C at our terminal does not stop it before we did. Answers its pid. */
export function spawnPostmaster(home: EmbeddedHome, port: number): { pid: number; exited: Promise<void> } {
  const log = openSync(home.logFile, 'a', 0o640)
  const child = spawn(
    join(home.installation, 'bin', 'postgres'),
    ['-D', home.dataDir, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
    { ...home.user, detached: true, stdio: ['ignore', log, log], cwd: '/' },
  )
  closeSync(log)
  child.unref()
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  if (child.pid === undefined) throw new Error(`cannot start ${home.installation}/bin/postgres`)
  return { pid: child.pid, exited }
}

/** Pid of the server that owns the data folder, if one is alive. A pid file of a dead server is answered with undefined. */
export function runningPostmaster(home: EmbeddedHome): number | undefined {
  const pidFile = join(home.dataDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && isPostgres(pid) ? pid : undefined
}

/** A server that was killed and that nobody has buried yet (a zombie, where the process with id 1 is slow to) is not one. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (!existsSync('/proc/self/stat')) return true
  try {
    // "pid (name) state ...": the name may hold spaces and brackets of its own.
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return name === 'postgres' && state !== 'Z' && state !== 'X'
  } catch {
    return false
  }
}
