import { dirname, join, resolve } from 'node:path'
import { EXIT } from './exit-code.ts'
import type { Host } from './host.ts'

/** This process as the outside of a command. */
export function processHost(): Host {
  const leaving = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (leaving.signal.aborted) process.exit(EXIT.interrupted)
      leaving.abort()
    })
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.fault),
  )
  return {
    env: process.env,
    cwd: process.cwd(),
    bundle: resolve(process.env['FAIRLEAD_AIRGAP_BUNDLE'] ?? join(dirname(process.argv[1] ?? '.'), '../..')),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: leaving.signal,
  }
}
