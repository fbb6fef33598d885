import { createServer } from 'node:net'

/** A port of loopback that nobody uses: the wanted one if it is free, else any. */
export async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(undefined))
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        const found = typeof address === 'object' && address ? address.port : undefined
        server.close(() => resolve(found))
      })
    })
  const port = (wanted > 0 ? await tryPort(wanted) : undefined) ?? (await tryPort(0))
  if (port === undefined) throw new Error('no free port on 127.0.0.1')
  return port
}
