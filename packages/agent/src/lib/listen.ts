import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageOf } from './logger.ts'
import { StartupError } from './startup-error.ts'

/** A server that listens. Its port, and how it ends: at once, with all that it talks to. */
export type Listening = { port: number; close: () => Promise<void> }

/** Lets a server listen without keeping the process alive. `setting` names the port for people. Throws {@link StartupError} when the port is taken. */
export async function listen(
  server: Server,
  { setting, host, port }: { setting: string; host: string; port: number },
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((error: unknown) => {
    throw new StartupError(`${setting} ${port} cannot be used: ${messageOf(error)}`, 2)
  })
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
