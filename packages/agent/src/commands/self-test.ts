import { lookup } from 'node:dns/promises'
import { access, constants, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NONCE_PATH, type CheckLine } from '@fairlead/protocol'
import type { Driver } from '../drivers/driver.ts'
import type { Clock } from '../lib/clock.ts'
import { messageOf } from '../lib/logger.ts'
import { clockOffset, requestJson, type Endpoint } from '../link/endpoint.ts'

export type SelfTestOptions = { endpoint: Endpoint; stateDir: string; driver: Driver; clock: Clock }

const SKEW_MS_MAX = 30_000

/** Looks at everything that the agent needs, and says of each what is wrong and what would help. Changes nothing. */
export async function selfTest(
  options: SelfTestOptions,
  how: { network: boolean } = { network: false },
): Promise<CheckLine[]> {
  return [
    ...(await checkControlPlane(options.endpoint, options.clock)),
    await checkStateDir(options.stateDir),
    ...(how.network ? [await checkNames(options.endpoint)] : []),
    ...(await options.driver.check(how)),
  ]
}

/** What of it needs no turn as the leader. */
export async function firstCheck(options: Omit<SelfTestOptions, 'driver'>): Promise<CheckLine[]> {
  return [...(await checkControlPlane(options.endpoint, options.clock)), await checkStateDir(options.stateDir)]
}

async function checkControlPlane(endpoint: Endpoint, clock: Clock): Promise<CheckLine[]> {
  const beganAt = clock.mono()
  try {
    const reply = await requestJson(endpoint, { method: 'GET', path: NONCE_PATH })
    const tookMs = Math.round(clock.mono() - beganAt)
    const isThere = reply.status === 200
    return [
      {
        name: 'control plane',
        ok: isThere,
        detail: `${endpoint.origin} answered ${reply.status} in ${tookMs} ms`,
        ...(isThere ? {} : { fix: 'check controlPlaneUrl: a proxy or another service may answer in its place' }),
      },
      skewLine(clockOffset(reply.headers, clock.now())),
    ]
  } catch (error) {
    return [
      {
        name: 'control plane',
        ok: false,
        detail: `${endpoint.origin}: ${messageOf(error)}`.slice(0, 1024),
        fix: 'allow outbound connections to this address, and check HTTPS_PROXY and caFile',
      },
    ]
  }
}

async function checkNames(endpoint: Endpoint): Promise<CheckLine> {
  const { hostname } = new URL(endpoint.origin)
  try {
    const { address } = await lookup(hostname.replaceAll(/^\[|\]$/g, ''))
    return { name: 'names', ok: true, detail: `${hostname} is ${address}` }
  } catch (error) {
    return {
      name: 'names',
      ok: false,
      detail: messageOf(error).slice(0, 1024),
      fix: `let the agent reach a DNS server that knows ${hostname}: UDP and TCP port 53`,
    }
  }
}

function skewLine(offsetMs: number | undefined): CheckLine {
  if (offsetMs === undefined) return { name: 'clock', ok: true, detail: 'the control plane did not say its time' }
  const isClose = Math.abs(offsetMs) <= SKEW_MS_MAX
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(1)
  return {
    name: 'clock',
    ok: isClose,
    detail: `${seconds} s ${offsetMs > 0 ? 'behind' : 'ahead of'} the control plane`,
    ...(isClose ? {} : { fix: 'start a time service on this host; nothing breaks, but times in its logs mislead' }),
  }
}

async function checkStateDir(stateDir: string): Promise<CheckLine> {
  const probe = join(stateDir, `.check-${process.pid}`)
  try {
    await access(stateDir, constants.W_OK)
    await writeFile(probe, 'x')
    await rm(probe)
    return { name: 'state folder', ok: true, detail: `${stateDir} is writable` }
  } catch (error) {
    return {
      name: 'state folder',
      ok: false,
      detail: messageOf(error).slice(0, 1024),
      fix: `give the agent's user write access to ${stateDir} and free space on its disk`,
    }
  }
}
