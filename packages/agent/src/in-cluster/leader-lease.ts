import { randomUUID } from 'node:crypto'
import type { KubeApi } from '../drivers/kubernetes/api/kube-api.ts'
import { hasStatus } from '../drivers/kubernetes/api/kube-error.ts'
import { jittered, sleep, type Clock } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'

export type LeaderLeaseOptions = {
  api: KubeApi
  namespace: string
  name: string
  /** Of this pod. */
  holder: string
  clock: Clock
  random: () => number
  log: Logger
  /** False: this agent stays out of it for now. */
  mayTake?: () => boolean
  /** The lease could not be renewed in time: another may lead by now. */
  onLost: () => void
}

type RawLease = {
  metadata: { name: string; resourceVersion?: string }
  spec?: { holderIdentity?: string; renewTime?: string; leaseDurationSeconds?: number; leaseTransitions?: number }
}

const LEASE_SECONDS = 30
const RENEW_MS = 5_000
/** A leader that was silent for this long gives up before another one may begin. */
const GIVE_UP_MS = 20_000

/**
 * Lets one of several agents work. Times are measured here, not read: a holder counts as gone when its lease has not changed for as long as it is good for, so that
 * clocks of nodes may differ.
 */
export class LeaderLease {
  readonly #options: LeaderLeaseOptions
  readonly #identity: string
  readonly #path: string
  readonly #stop = new AbortController()
  #seen: { stamp: string; at: number } | undefined
  #renewedAt = 0
  #loop: Promise<void> | undefined

  constructor(options: LeaderLeaseOptions) {
    this.#options = options
    this.#identity = `${options.holder}_${randomUUID()}`
    this.#path = `/apis/coordination.k8s.io/v1/namespaces/${options.namespace}/leases`
  }

  /** Resolves when this agent leads; false when `signal` was aborted before. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { clock, random, log } = this.#options
    let hasWaited = false
    while (!signal.aborted) {
      try {
        const mayTake = this.#options.mayTake?.() ?? true
        if (mayTake && (await this.#take())) {
          this.#loop = this.#renew()
          return true
        }
        if (!hasWaited) log.info({ lease: this.#options.name }, 'another agent leads; this one waits')
        hasWaited = true
      } catch (error) {
        log.warn({ problem: messageOf(error) }, 'the lease cannot be had now, trying again')
      }
      await sleep(clock, jittered(RENEW_MS / 2, random), signal)
    }
    return false
  }

  /** Stops leading, so that the next one need not wait. */
  async release(): Promise<void> {
    this.#stop.abort()
    await this.#loop
    const lease = await this.#get().catch(() => undefined)
    if (lease?.spec?.holderIdentity !== this.#identity) return
    await this.#put({ ...lease, spec: { ...lease.spec, holderIdentity: '' } }).catch(() => undefined)
  }

  async #renew(): Promise<void> {
    const { clock, random, log, onLost } = this.#options
    while (!this.#stop.signal.aborted) {
      await sleep(clock, jittered(RENEW_MS, random), this.#stop.signal)
      if (this.#stop.signal.aborted) return
      try {
        if (!(await this.#take())) {
          log.error({ lease: this.#options.name }, 'another agent leads now')
          onLost()
          return
        }
      } catch (error) {
        log.warn({ problem: messageOf(error) }, 'the lease could not be renewed')
      }
      if (clock.mono() - this.#renewedAt > GIVE_UP_MS) {
        onLost()
        return
      }
    }
  }

  /** Takes or renews the lease if it is free or ours. */
  async #take(): Promise<boolean> {
    const { clock } = this.#options
    const askedAt = clock.mono()
    const lease = await this.#get()
    const spec = {
      holderIdentity: this.#identity,
      leaseDurationSeconds: LEASE_SECONDS,
      renewTime: microTime(clock.now()),
      leaseTransitions: lease?.spec?.leaseTransitions ?? 0,
    }
    if (lease === undefined) {
      await this.#options.api.send({
        method: 'POST',
        path: this.#path,
        body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: this.#options.name }, spec },
        timeoutMs: GIVE_UP_MS / 2,
      })
    } else {
      const isOurs = lease.spec?.holderIdentity === this.#identity
      if (!isOurs && !this.#isFree(lease)) return false
      if (!isOurs) spec.leaseTransitions += 1
      try {
        await this.#put({ ...lease, spec })
      } catch (error) {
        // Somebody else was quicker. Where the lease is ours, it was our own last try, that went through after we had stopped waiting for it.
        if (hasStatus(error, 409) && !isOurs) return false
        throw error
      }
    }
    this.#renewedAt = askedAt
    return true
  }

  #isFree({ spec = {} }: RawLease): boolean {
    const { holderIdentity = '', renewTime = '', leaseDurationSeconds = LEASE_SECONDS } = spec
    if (holderIdentity === '') return true
    const now = this.#options.clock.mono()
    const stamp = `${holderIdentity} ${renewTime}`
    if (this.#seen?.stamp !== stamp) this.#seen = { stamp, at: now }
    return now - this.#seen.at > leaseDurationSeconds * 1000
  }

  async #get(): Promise<RawLease | undefined> {
    try {
      return await this.#options.api.send<RawLease>({
        method: 'GET',
        path: `${this.#path}/${this.#options.name}`,
        timeoutMs: GIVE_UP_MS / 2,
      })
    } catch (error) {
      if (hasStatus(error, 404)) return undefined
      throw error
    }
  }

  async #put(lease: RawLease): Promise<void> {
    await this.#options.api.send({
      method: 'PUT',
      path: `${this.#path}/${this.#options.name}`,
      body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...lease },
      timeoutMs: GIVE_UP_MS / 2,
    })
  }
}

/** As Kubernetes writes times of leases. */
function microTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z')
}
