import './lib/small-heap.ts'
import { readConfig } from './config.ts'
import { createLogger, messageOf } from './lib/logger.ts'
import { StartupError } from './lib/startup-error.ts'
import { runAgent } from './run-agent.ts'
import { AGENT_VERSION } from './version.ts'

await main()

async function main(): Promise<void> {
  try {
    const invocation = await readConfig(process.argv.slice(2), process.env, AGENT_VERSION)
    if (invocation.kind === 'text') {
      process.stdout.write(invocation.text)
      return
    }
    const { config, warnings } = invocation
    const log = createLogger(config.logLevel)
    for (const name of warnings) log.warn({ name }, 'this variable is not a setting')

    const stopping = new AbortController()
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

    log.info({ version: AGENT_VERSION, driver: config.driver, controlPlane: config.controlPlaneUrl }, 'agent starts')
    const agent = await runAgent({ config, log, env: process.env, signal: stopping.signal })
    const isLost = await Promise.race([agent.lost.then(() => true), untilAborted(stopping.signal).then(() => false)])
    // Started again, it waits for its turn.
    if (isLost) process.exit(1)
    log.info({}, 'agent stops; what runs goes on')
    await agent.stop()
    process.exit(0)
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    process.stderr.write(`fairlead-agent: ${messageOf(error)}\n`)
    process.exit(error.exitCode)
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
