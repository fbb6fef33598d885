import { removeRuntimeAtExit } from '../bundle/remove-runtime.ts'
import { processHost } from './process-host.ts'
import { runCli } from './run-cli.ts'

removeRuntimeAtExit()
void runCli(process.argv.slice(2), processHost()).then(async (exitCode) => {
  await Promise.all([written(process.stdout), written(process.stderr)])
  process.exit(exitCode)
})

/** Resolves when everything is out, also where a pipe is slow. */
function written(out: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => out.write('', () => resolve()))
}
