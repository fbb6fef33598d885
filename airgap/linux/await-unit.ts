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

/** Whether a service of this host answers 200. Its certificate is for its name and not for this address, and is not looked at. */
export function isHealthy(port: number, path: string, isTls: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path, timeout: 2000, rejectUnauthorized: false }
    const asking = (isTls ? requestHttps : requestHttp)(options, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asking.once('error', () => resolve(false)).once('timeout', () => asking.destroy())
    asking.end()
  })
}
