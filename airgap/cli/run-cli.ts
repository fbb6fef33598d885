import { CommanderError } from 'commander'
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
  } catch (error) {
    app.progress.clear()
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (host.signal.aborted) return EXIT.interrupted
    host.stderr.write(app.globals.json === true ? `${JSON.stringify(describe(error))}\n` : tell(error))
    return error instanceof AirgapError ? EXIT[error.exit] : EXIT.fault
  }
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
