import { CommanderError } from 'commander'
import { apiMessage, statusOf } from '../install/kube.ts'
import { AirgapError } from './airgap-error.ts'
import { App } from './app.ts'
import { createProgram } from './create-program.ts'
import { EXIT } from './exit-code.ts'
import type { Host } from './host.ts'

/** Runs one command line and answers its exit code. */
export async function runCli(argv: readonly string[], host: Host): Promise<number> {
  const app = new App(host)
  try {
    await createProgram(app).parseAsync([...argv], { from: 'user' })
    return app.exitCode
  } catch (caught) {
    const error = refusedByCluster(caught) ?? caught
    app.progress.clear()
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (host.signal.aborted) return EXIT.interrupted
    host.stderr.write(app.globals.json === true ? `${JSON.stringify(describe(error))}\n` : tell(error))
    return error instanceof AirgapError ? EXIT[error.exit] : EXIT.fault
  }
}

/** What an API server says no to is no fault of ours, wherever it was asked; undefined for any other error. */
function refusedByCluster(error: unknown): AirgapError | undefined {
  const status = statusOf(error)
  if (status === undefined) return undefined
  const hint = 'check K2 of ./airgap prepare names every right that is missing, and the command that gives it'
  return new AirgapError('cluster', `the API server says no: ${apiMessage(error)}`, {
    cause: error,
    ...(status === 403 ? { hint } : {}),
  })
}

function describe(error: unknown): object {
  if (!(error instanceof AirgapError)) return { error: String(error), exit: 'fault' }
  const { message, exit, hint, details } = error
  return { error: message, exit, hint, details }
}

function tell(error: unknown): string {
  if (!(error instanceof AirgapError))
    return `airgap: a fault of this program: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
  const details = error.details.map((line) => `  ${line}\n`).join('')
  return `airgap: ${error.message}\n${details}${error.hint === undefined ? '' : `  ${error.hint}\n`}`
}
