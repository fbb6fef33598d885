import { useProxyAndAuthority } from './session/network.ts'
import { processHost } from './process-host.ts'
import { runCli } from './run-cli.ts'

useProxyAndAuthority(process.env)
process.exitCode = await runCli(process.argv.slice(2), processHost())
// A socket that is kept for a next request, or a terminal in raw mode, must not keep a finished command.
process.exit()
