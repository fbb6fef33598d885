import { createServer } from 'node:net'

/** Below the ports that systems lend to outgoing connections, so that none of those is ever in the way of a restart. */
const RANGE: readonly [number, number] = [15_432, 32_000]
const ATTEMPTS = 50

/** A port of loopback that nobody uses: the wanted one if it is free, else one of {@link RANGE} by chance. */
export async function freePort(wanted: number): Promise<number> {
  if (wanted > 0 && (await isFree(wanted))) return wanted
  const [from, to] = RANGE
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = from + Math.floor(Math.random() * (to - from))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port on 127.0.0.1 between ${from} and ${to}`)
}

export async function isFree(port: number): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
