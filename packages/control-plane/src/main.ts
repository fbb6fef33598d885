import { ConfigError, readConfig } from './config.ts'
import { layFooting } from './footing.ts'
import { createLogger } from './lib/logger.ts'
import { runUntilStopped } from './lib/service.ts'

async function main(): Promise<void> {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  // PostgreSQL comes up while the rest of the program is read.
  const [footing, { createControlPlane }] = await Promise.all([layFooting(config, log), import('./control-plane.ts')])
  const { app, services, setupLink } = await createControlPlane(config, log, stopping.signal, footing)
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
