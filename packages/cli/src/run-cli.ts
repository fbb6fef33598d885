import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import type { Host } from './host.ts'
import { EXIT, exitCodeOf } from './lib/exit-code.ts'
import { App } from './session/app.ts'
import { describeError } from './session/describe-error.ts'

/** Runs one command line and answers its exit code. */
export async function runCli(argv: readonly string[], host: Host): Promise<number> {
  const app = new App(host)
  try {
    await createProgram(app).parseAsync([...argv], { from: 'user' })
    return app.exitCode
  } catch (error) {
    app.progress.clear()
    // Commander has told what was wrong; asking for help is not wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (host.signal.aborted) return EXIT.interrupted
    const connection = app.knownConnection
    const width = host.stderr.isTTY === true ? (host.stderr.columns ?? 80) : undefined
    const where = { url: connection?.url, context: connection?.context, width, paint: app.errorPaint }
    host.stderr.write(describeError(error, where))
    return exitCodeOf(error)
  }
}
