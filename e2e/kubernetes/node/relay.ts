import { connect, createServer, type AddressInfo } from 'node:net'
import { addresses } from '../cluster/addresses.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'

/** Lets pods reach a port of this machine's loopback, such as a database that a test has started. Answers where. */
export async function relayToHost(
  cluster: RigCluster,
  port: number,
): Promise<{ host: string; port: number; close(): void }> {
  const { network } = cluster
  if (!network) throw new Error(`the cluster ${cluster.name} has no real node`)
  const host = addresses.host(network)
  const server = createServer((inner) => {
    const outer = connect(port, '127.0.0.1')
    inner.pipe(outer).pipe(inner)
    inner.once('error', () => outer.destroy())
    outer.once('error', () => inner.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { host, port: (server.address() as AddressInfo).port, close: () => server.close() }
}
