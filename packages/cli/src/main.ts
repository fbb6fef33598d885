import { processHost } from './process-host.ts'
import { runCli } from './run-cli.ts'
import { useProxyAndAuthority } from './session/network.ts'

useProxyAndAuthority(process.env)
const exitCode = await runCli(process.argv.slice(2), processHost())
await Promise.all([written(process.stdout), written(process.stderr)])
// A socket that is kept for a next request must not keep a finished command.
process.exit(exitCode)

/** Resolves when everything is out, also where a pipe is slow. */
function written(out: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => out.write('', () => resolve()))
}
