import { createProvider } from './provider/provider.ts'
import { readHandshake, type Handshake } from './plugin/read-handshake.ts'
import { servePlugin } from './plugin/serve-plugin.ts'
import { PROVIDER_VERSION } from './version.ts'

const handshake = handshakeOrExit()
const { line, ended, stop } = await servePlugin(handshake, createProvider(process.env, PROVIDER_VERSION))
// A Ctrl-C in the terminal reaches every process: whoever started this one says when it ends.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', stop)
process.stdout.write(`${line}\n`)
await ended
process.exit(0)

function handshakeOrExit(): Handshake {
  try {
    return readHandshake(process.env)
  } catch (error) {
    process.stderr.write(`terraform-provider-fairlead: ${(error as Error).message}\n`)
    process.exit(2)
  }
}
