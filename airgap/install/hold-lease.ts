import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { CoordinationV1Api, V1MicroTime, type V1Lease } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { isAlive } from '../cli/is-alive.ts'
import { orUndefined, statusOf, type Kube } from './kube.ts'
import { ownLabels, type Phase } from './kube-object.ts'

const NAME = 'fairlead-airgap'
const RENEW_MS = 15_000
const LASTS_SECONDS = 60
/** Who took it may have a clock of its own. */
const SKEW_MS = 60_000

export interface LeaseTake {
  kube: Kube
  phase: Phase
  namespace: string
  /** For whoever is refused, such as `apply backend`. */
  action: string
  now: () => number
}

/**
 * Runs `work` while no other installer changes this namespace: a Lease says who is at it. Throws with exit class `preflight` and the holder, since when. One that nobody renews any
 * more, and one of a process of this machine that is gone, hold nobody up.
 */
export async function holdLease<T>(take: LeaseTake, work: () => Promise<T>): Promise<T> {
  const { kube, namespace, now } = take
  const api = kube.config.makeApiClient(CoordinationV1Api)
  let held = await acquire(api, take)
  const renewing = setInterval(() => {
    held.spec = { ...(held.spec as object), renewTime: new V1MicroTime(now()) }
    // A renewal that is lost is made up for by the next: four fit into the time that the Lease lasts.
    api.replaceNamespacedLease({ name: NAME, namespace, body: held }).then(
      (renewed) => (held = renewed),
      () => undefined,
    )
  }, RENEW_MS)
  renewing.unref()
  try {
    return await work()
  } finally {
    clearInterval(renewing)
    await api.deleteNamespacedLease({ name: NAME, namespace }).catch(() => undefined)
  }
}

async function acquire(api: CoordinationV1Api, { phase, namespace, action, now }: LeaseTake): Promise<V1Lease> {
  const at = new V1MicroTime(now())
  const spec = { holderIdentity: identity(action), leaseDurationSeconds: LASTS_SECONDS, acquireTime: at, renewTime: at }
  const metadata = { name: NAME, namespace, labels: ownLabels(phase, 'lease') }
  for (let tries = 0; ; tries++)
    try {
      const found = await orUndefined(api.readNamespacedLease({ name: NAME, namespace }))
      if (found === undefined) return await api.createNamespacedLease({ namespace, body: { metadata, spec } })
      if (isHeld(found, now())) throw refusal(found, namespace)
      found.spec = spec
      return await api.replaceNamespacedLease({ name: NAME, namespace, body: found })
    } catch (error) {
      // Somebody else was quicker: look who it is.
      if (statusOf(error) !== 409 || tries > 2) throw error
    }
}

function refusal({ spec }: V1Lease, namespace: string): AirgapError {
  const since = spec?.acquireTime === undefined ? 'a time that nobody knows' : new Date(spec.acquireTime).toISOString()
  return new AirgapError(
    'preflight',
    `another installer is at work in ${namespace}: ${spec?.holderIdentity} since ${since}`,
    {
      hint: `wait until it has come to its end, and run the same command again; one that was killed elsewhere is forgotten after ${(LASTS_SECONDS * 1000 + SKEW_MS) / 60_000} minutes`,
    },
  )
}

function isHeld({ spec }: V1Lease, now: number): boolean {
  const [, host, pid] = /@(\S+) process (\d+)$/.exec(spec?.holderIdentity ?? '') ?? []
  if (host === machine() && !isAlive(Number(pid))) return false
  const renewed = spec?.renewTime === undefined ? 0 : new Date(spec.renewTime).valueOf()
  return now - renewed < LASTS_SECONDS * 1000 + SKEW_MS
}

function identity(action: string): string {
  return `${action} by ${process.env['USER'] ?? process.getuid?.() ?? 'somebody'}@${machine()} process ${process.pid}`
}

/** A name alone is not enough: hosts of a kind are often called the same, and a start makes all numbers new. */
function machine(): string {
  try {
    return `${hostname()}/${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`
  } catch {
    return hostname()
  }
}
