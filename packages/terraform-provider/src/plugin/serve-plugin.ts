import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { GO_PLUGIN, HEALTH, TERRAFORM } from '../wire/protocol.ts'
import { serviceOf } from '../wire/service-of.ts'
import { makeCertificate } from './make-certificate.ts'
import { PROTOCOL, type Handshake } from './read-handshake.ts'

/** Version of go-plugin's own protocol: the first field of what it reads from standard output. */
const CORE_PROTOCOL = 1
const SERVING = 1

type Handlers = Record<string, (request: never) => object | Promise<object>>

export interface ServedPlugin {
  /** What whoever started the program reads from its standard output: where it listens, and by which certificate it is known. */
  line: string
  /** When nobody needs it any more. The socket is gone then. */
  ended: Promise<void>
  stop: () => void
}

/** Serves the calls of a provider on a socket of its own, to the one certificate that the handshake names. */
export async function servePlugin(handshake: Handshake, handlers: Handlers): Promise<ServedPlugin> {
  const folder = mkdtempSync(join(handshake.socketFolder ?? tmpdir(), 'fairlead-plugin-'))
  const socket = join(folder, 'socket')
  const server = new Server()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  server.addService(serviceOf(TERRAFORM, 'tfplugin6.Provider'), wrapped(handlers))
  server.addService(serviceOf(HEALTH, 'grpc.health.v1.Health'), wrapped({ Check: () => ({ status: SERVING }) }))
  server.addService(
    serviceOf(GO_PLUGIN, 'plugin.GRPCController'),
    wrapped({
      Shutdown: () => {
        setImmediate(end)
        return {}
      },
    }),
  )
  // It is open for as long as the other side lives.
  const untilGone = (call: ServerDuplexStream<object, object>) => {
    call.resume()
    call.on('cancelled', end)
    call.on('error', () => end())
  }
  server.addService(serviceOf(GO_PLUGIN, 'plugin.GRPCBroker'), { StartStream: untilGone })
  server.addService(serviceOf(GO_PLUGIN, 'plugin.GRPCStdio'), { StreamStdio: () => undefined })
  const { credentials, der } = await credentialsFor(handshake)
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`unix:${socket}`, credentials, (error) => (error ? reject(error) : resolve())),
  )
  return {
    line: [CORE_PROTOCOL, PROTOCOL, 'unix', socket, 'grpc', der.toString('base64').replace(/=+$/, '')].join('|'),
    stop: end,
    ended: ended.then(() => {
      server.forceShutdown()
      rmSync(folder, { recursive: true, force: true })
    }),
  }
}

async function credentialsFor({
  clientCertificate,
}: Handshake): Promise<{ credentials: ServerCredentials; der: Buffer }> {
  if (clientCertificate === undefined) return { credentials: ServerCredentials.createInsecure(), der: Buffer.alloc(0) }
  const { certificate, key, der } = await makeCertificate()
  const pair = { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) }
  return { credentials: ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true), der }
}

function wrapped(handlers: Handlers): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, run]) => [
      name,
      (({ request }: ServerUnaryCall<never, object>, answer: sendUnaryData<object>) => {
        Promise.resolve()
          .then(() => run(request))
          .then(
            (response) => answer(null, response),
            (error: unknown) => answer({ message: String(error) } as Error),
          )
      }) as UntypedHandleCall,
    ]),
  )
}
