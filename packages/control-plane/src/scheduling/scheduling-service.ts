import type { App } from '../app/app.ts'
import type { Service } from '../lib/service.ts'
import { sleep } from '../lib/sleep.ts'
import type { EngineDoor } from './engine-door.ts'
import { lead } from './lead.ts'
import { holdLease, releaseLease } from './leader-lease.ts'
import { LeadershipLost } from './require-leadership.ts'

/** Tries to lead, and leads while it may. Any number of replicas run this; one decides. */
export function schedulingService(app: App, door: EngineDoor): Service {
  const stopping = new AbortController()
  let wakeUp: () => void = () => undefined
  let hasNews = false
  let running: Promise<void> = Promise.resolve()
  let stopListening: () => void = () => undefined
  const { sql } = app.database.system
  const ttlMs = app.config.leaderLeaseMs
  const holder = { id: app.replicaId, url: app.replicaUrl }

  async function wait(ms: number): Promise<void> {
    if (!hasNews) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    hasNews = false
  }

  /** Renews the lease beside the work, and ends the reign when that fails for too long. */
  async function keep(epoch: number, reign: AbortController): Promise<void> {
    let renewedAt = performance.now()
    while (!reign.signal.aborted) {
      await sleep(ttlMs / 4, reign.signal)
      if (reign.signal.aborted) return
      const held = await holdLease(sql, holder, ttlMs).catch(() => 'unknown' as const)
      if (held === epoch) renewedAt = performance.now()
      else if (held !== 'unknown' || performance.now() - renewedAt > ttlMs * 0.75) {
        app.log.warn({ epoch }, 'leadership is lost')
        reign.abort()
        wakeUp()
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const epoch = await holdLease(sql, holder, ttlMs)
        if (epoch === undefined) {
          await sleep(ttlMs / 4, stopping.signal)
          continue
        }
        await reignAs(epoch)
      } catch (error) {
        if (error instanceof LeadershipLost) app.log.warn({ err: error }, 'another replica leads')
        else if (!stopping.signal.aborted) app.log.error({ err: error }, 'scheduling failed: starting over')
        await sleep(500, stopping.signal)
      }
    }
  }

  async function reignAs(epoch: number): Promise<void> {
    const reign = new AbortController()
    const onStop = () => {
      reign.abort()
      wakeUp()
    }
    stopping.signal.addEventListener('abort', onStop)
    const keeping = keep(epoch, reign)
    try {
      await lead(app, epoch, { wait }, reign.signal, door)
    } finally {
      stopping.signal.removeEventListener('abort', onStop)
      reign.abort()
      await keeping
    }
  }

  return {
    name: 'scheduling',
    start: () => {
      stopListening = app.waker.onWake((topic) => {
        if (topic !== 'changes') return
        hasNews = true
        wakeUp()
      })
      running = run()
    },
    stop: async () => {
      stopListening()
      stopping.abort()
      wakeUp()
      await running
      await releaseLease(sql, app.replicaId).catch(() => undefined)
    },
  }
}
