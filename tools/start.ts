import { join } from 'node:path'
import { buildWeb } from './processes/build-web.ts'
import { StartFailed, startControlPlane } from './processes/control-plane.ts'
import type { Demo } from './start/demo.ts'
import { demoHome } from './start/demo-home.ts'
import { readOptions, UsageError } from './start/options.ts'
import { screen } from './start/screen.ts'
import { stopAll } from './start/stop-all.ts'
import { TourFailed } from './start/tour/expect.ts'

/** `npm start`: everything on one machine, and a short tour of what it does. */
async function main(): Promise<number> {
  const startedAt = Date.now()
  const options = readOptions(process.argv.slice(2))
  if (options.help !== undefined) {
    process.stdout.write(options.help)
    return 0
  }
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

  const home = demoHome(options.isEmpty)
  buildWeb((line) => screen.note(line))
  const [plane, { runDemo }] = await Promise.all([
    startControlPlane({
      dataDir: home,
      port: options.port,
      env: { FAIRLEAD_CHECK_ROUNDS: 'true' },
      logFile: join(home, 'logs', 'control-plane.log'),
    }),
    // Read while the control plane comes up, and not at all where it stays empty.
    options.isEmpty ? { runDemo: undefined } : import('./start/demo.ts'),
  ])
  const demo: Demo = { agents: [] }
  try {
    const link = plane.setupLink()
    screen.title(`Fairlead is up at ${plane.url} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    screen.line(
      link === undefined
        ? `Sign in at ${plane.url} with the account you have set up.`
        : `Sign in (once, within 24 hours): ${link}`,
    )
    screen.note(`data and logs are under ${home}`)
    if (runDemo) {
      await runDemo(demo, { plane, home, options, startedAt, signal: stopping.signal })
    } else {
      screen.line(`Nothing is in it yet. Add a cluster in the console, or: npx pnpm fairlead login --url ${plane.url}`)
    }
    if (options.isOnce) return 0
    screen.line('Everything stays up until Ctrl-C.')
    const died = await Promise.race([
      stopped(stopping.signal),
      ...[plane.child, ...demo.agents].map((child) => child.exited.then(() => child)),
    ])
    if (died === 'stopped' || stopping.signal.aborted) return 0
    throw new StartFailed(1, `the ${died.name} has ended by itself: see ${died.logFile}`)
  } finally {
    screen.note('stopping')
    await stopAll([plane.child, ...demo.agents], demo.kubernetes?.close)
  }
}

function stopped(signal: AbortSignal): Promise<'stopped'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped')
    signal.addEventListener('abort', () => resolve('stopped'))
  })
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof UsageError || error instanceof StartFailed) {
      process.stderr.write(`fairlead: ${error.message}\n`)
      process.exit(error.exitCode)
    }
    if (error instanceof TourFailed) {
      process.stderr.write(`\nfairlead: the tour did not go as told: ${error.message}\n`)
      process.exit(1)
    }
    process.stderr.write(`fairlead: ${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
