import { ConfigError, readConfig } from './config.ts'
import { createControlPlane } from './control-plane.ts'
import { createLogger } from './lib/logger.ts'
import { runUntilStopped } from './lib/service.ts'

async function main(): Promise<void> {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  const { app, services, setupLink } = await createControlPlane(config, log, stopping.signal)
  const announce = {
    name: 'announcement',
    start: () => {
      log.info({ url: app.publicUrl, version: app.version, replica: app.replicaId }, 'ready')
      if (setupLink !== undefined)
        process.stdout.write(`\nFirst sign-in, good once and for 24 hours:\n  ${setupLink}\n\n`)
    },
    stop: () => Promise.resolve(),
  }
  await runUntilStopped([...services, announce], stopping.signal, log)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ConfigError
    process.stderr.write(`fairlead: ${isExpected ? error.message : (error as Error).stack}\n`)
    process.exit(isExpected ? 2 : 1)
  },
)
