import type { Host } from './host.ts'
import { EXIT } from './lib/exit-code.ts'
import { readHidden } from './session/read-hidden.ts'

/** This process as the outside of a command. */
export function processHost(): Host {
  const leaving = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // Who asks twice does not want to wait for what the first time began to tidy up.
      if (leaving.signal.aborted) process.exit(EXIT.interrupted)
      leaving.abort()
    })
  }
  // `fairlead ps | head` closes the pipe early, and that is fine.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.fault),
  )
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: leaving.signal,
    readHidden: (prompt) => readHidden(process.stdin, process.stderr, prompt),
  }
}
