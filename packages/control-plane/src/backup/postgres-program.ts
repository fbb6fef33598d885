import { spawn, type ChildProcess } from 'node:child_process'
import { ConfigError } from '../config.ts'

/**
 * Starts a program of PostgreSQL on a database. The password is in its environment, where other users of the machine cannot read it. `done` resolves when it has ended well, and
 * rejects with what it said otherwise, or with {@link ConfigError} where there is no such program.
 */
export function startPostgresProgram(
  name: 'pg_dump' | 'pg_restore',
  url: string,
  args: readonly string[],
): { child: ChildProcess; done: Promise<void> } {
  const place = new URL(url)
  const password = decodeURIComponent(place.password)
  place.password = ''
  const ca = process.env['NODE_EXTRA_CA_CERTS'] ?? process.env['SSL_CERT_FILE']
  const child = spawn(name, [...args, `--dbname=${place.href}`, '--no-password'], {
    env: {
      ...process.env,
      PGPASSWORD: password,
      // The authorities that the rest of this program trusts.
      ...(ca === undefined ? {} : { PGSSLROOTCERT: ca }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  // What it does not read any more is no news: its end says why.
  child.stdin.on('error', () => undefined)
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new ConfigError(`${name} is not on this machine: install the client programs of PostgreSQL`)
          : error,
      ),
    )
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(explain(name, said.trim() || `it ended with ${code}`)))
    })
  })
  // Whoever waits hears of it; until then it is nobody's fault.
  done.catch(() => undefined)
  return { child, done }
}

function explain(name: string, said: string): string {
  const newer = /server version: (\S+).*; pg_dump version: (\S+)/s.exec(said)
  if (newer !== null)
    return `the database is PostgreSQL ${newer[1]}, and ${name} ${newer[2]} cannot read a newer one: back it up with the tools of that server`
  return `${name}: ${said.split('\n').slice(-4).join(' ')}`
}
