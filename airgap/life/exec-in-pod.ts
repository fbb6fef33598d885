import { setTimeout as sleep } from 'node:timers/promises'
import { PassThrough, Writable } from 'node:stream'
import { Exec, type V1Status } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { apiMessage, type Kube } from '../install/kube.ts'
import { collector } from '../install/collector.ts'
import { frames } from './frames.ts'
import type { AdminStreams } from './life-place.ts'

export interface PodPlace {
  namespace: string
  pod: string
  container: string
}

interface ExecOptions extends AdminStreams {
  signal: AbortSignal
}

/** As much as may be under way to the pod. */
const UNSENT_BYTES_MAX = 4 * 1024 * 1024

/**
 * Runs a command in a pod and answers its output. Neither way grows in memory: who is slower is waited for. Throws with exit class `data` and its last words for one that fails, and
 * with `cluster` when the connection breaks.
 */
export async function execInPod(
  kube: Kube,
  { namespace, pod, container }: PodPlace,
  command: readonly string[],
  { input, output, signal }: ExecOptions,
): Promise<string> {
  signal.throwIfAborted()
  const [said, errors] = [collector(), collector()]
  let socket: Awaited<ReturnType<Exec['exec']>> | undefined
  const stdout = output === undefined ? said.stream : pausing(output, () => socket as unknown as Pausable)
  // It is only there to say that something comes: frames are sent past it.
  const stdin = input === undefined ? null : new PassThrough()
  let ended: (status: V1Status | undefined) => void = () => undefined
  const ending = new Promise<V1Status | undefined>((resolve) => (ended = resolve))
  try {
    socket = await new Exec(kube.config).exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      errors.stream,
      stdin,
      false,
      (status) => ended(status),
    )
  } catch (error) {
    throw new AirgapError('cluster', `nothing can be run in pod ${namespace}/${pod}: ${apiMessage(error)}`, {
      cause: error,
    })
  }
  const connection = socket as unknown as Connection
  connection.on('close', () => ended(undefined))
  const leave = () => connection.terminate()
  signal.addEventListener('abort', leave, { once: true })
  try {
    if (input !== undefined) await sendFrames(connection, input)
    const status = await ending
    signal.throwIfAborted()
    if (status === undefined)
      throw new AirgapError('cluster', `the connection to pod ${namespace}/${pod} was cut`, {
        hint: 'run the same command again',
      })
    if (status.status !== 'Success') {
      const last = errors.text().trim() || status.message || 'it says nothing'
      throw new AirgapError('data', last.replace(/^fairlead: /, ''))
    }
    // All of it is out only when the stream has ended.
    await finished(stdout)
    return said.text()
  } finally {
    signal.removeEventListener('abort', leave)
    connection.terminate()
  }
}

interface Connection {
  readonly bufferedAmount: number
  readonly readyState: number
  send(data: Uint8Array): void
  terminate(): void
  on(event: 'close', listener: () => void): void
}

interface Pausable {
  pause(): void
  resume(): void
}

async function sendFrames(connection: Connection, input: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const frame of frames(input)) {
    while (connection.bufferedAmount > UNSENT_BYTES_MAX && connection.readyState === 1) await sleep(5)
    // The first byte is the number of the stream.
    if (connection.readyState === 1) connection.send(Buffer.concat([Buffer.alloc(1), frame]))
  }
}

function pausing(output: Writable, socket: () => Pausable | undefined): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (output.write(chunk)) {
        done()
        return
      }
      socket()?.pause()
      output.once('drain', () => {
        socket()?.resume()
        done()
      })
    },
  })
}

async function finished(stream: Writable): Promise<void> {
  if (stream.writableFinished) return
  await new Promise<void>((resolve) => stream.once('finish', () => resolve()))
}
