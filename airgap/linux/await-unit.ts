import { connect } from 'node:net'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import { lastLines, systemctl } from './systemctl.ts'

const LOOK_MS = 500

export interface UnitWait {
  unit: string
  isReady: () => Promise<boolean>
  timeoutMs: number
  now: () => number
  signal: AbortSignal
}

/** Waits until a service does what it is for. Throws with exit class `cluster` and its last words when time is up. */
export async function awaitUnit({ unit, isReady, timeoutMs, now, signal }: UnitWait): Promise<void> {
  const started = now()
  while (!(await isReady())) {
    if (now() - started > timeoutMs) {
      const state = systemctl(['show', unit, '--property=ActiveState,SubState,Result,NRestarts', '--value'], {
        mayFail: true,
      })
      throw new AirgapError(
        'cluster',
        `${unit} is not ready after ${Math.round(timeoutMs / 1000)} s: ${state.trim().split('\n').join(', ')}`,
        {
          details: lastLines(unit),
          hint: `look further with: journalctl -u ${unit}`,
        },
      )
    }
    await sleep(LOOK_MS, undefined, { signal })
  }
}

/** Whether somebody listens at a port of this host. */
export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
}

/** Whether a service of this host answers 200. */
export async function isHealthy(port: number, path: string, isTls: boolean): Promise<boolean> {
  return (await ask(port, path, isTls).catch(() => undefined))?.status === 200
}

/** Asks a service of this host. Its certificate is for its name and not for this address, and is not looked at. */
export function ask(port: number, path: string, isTls: boolean): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, timeout: 5000, rejectUnauthorized: false }
    const asking = (isTls ? requestHttps : requestHttp)(options, (response) => {
      const chunks: Buffer[] = []
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    asking.once('error', reject).once('timeout', () => asking.destroy(new Error('it does not answer')))
    asking.end()
  })
}
