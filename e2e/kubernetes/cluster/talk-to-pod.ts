import { createServer, type AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { Exec, PortForward, type V1Status } from '@kubernetes/client-node'
import type { KubeClient } from './kube-client.ts'

export interface PodName {
  name: string
  namespace: string
}

/** Runs a command in a pod's first container. */
export async function execInPod(
  { config }: KubeClient,
  pod: PodName & { container: string },
  command: string[],
): Promise<{ stdout: string; stderr: string; status: V1Status }> {
  const [stdout, stderr] = [collector(), collector()]
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(pod.namespace, pod.name, pod.container, command, stdout.stream, stderr.stream, null, false, resolve)
      .catch(reject)
  })
  return { stdout: stdout.text(), stderr: stderr.text(), status }
}

/** Opens a port of a pod on loopback, through the API. */
export async function forwardPort(
  { config }: KubeClient,
  pod: PodName,
  port: number,
): Promise<{ port: number; close(): void }> {
  const forward = new PortForward(config)
  const server = createServer((socket) => {
    forward.portForward(pod.namespace, pod.name, [port], socket, null, socket).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}
