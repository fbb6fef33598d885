import type { Logger } from './logger.ts'

/** Something that runs until it is told to stop. `stop` resolves when nothing of it is left. */
export interface Service {
  name: string
  start(): Promise<void> | void
  stop(): Promise<void>
}

/** Starts in order, waits for the signal, and stops in reverse order. A service that cannot start stops the ones before it. */
export async function runUntilStopped(services: Service[], signal: AbortSignal, log: Logger): Promise<void> {
  const started: Service[] = []
  try {
    for (const service of services) {
      await service.start()
      started.push(service)
    }
    if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  } finally {
    for (const service of started.toReversed()) {
      await service.stop().catch((error: unknown) => log.error({ err: error, name: service.name }, 'stop failed'))
    }
  }
}

/** Calls `turn` again and again, `everyMs` after it ended or sooner after `wake()`. An error is logged and does not end the loop. */
export function loopService(options: {
  name: string
  everyMs: number
  log: Logger
  turn: (signal: AbortSignal) => Promise<void>
}): Service & { wake(): void } {
  const stopping = new AbortController()
  let wakeUp: () => void = () => undefined
  let awake = false
  let done: Promise<void> = Promise.resolve()

  async function pause(): Promise<void> {
    if (awake) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.everyMs)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
      stopping.signal.addEventListener('abort', wakeUp, { once: true })
    })
    stopping.signal.removeEventListener('abort', wakeUp)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      awake = false
      try {
        await options.turn(stopping.signal)
      } catch (error) {
        if (!stopping.signal.aborted) options.log.error({ err: error, loop: options.name }, 'loop turn failed')
      }
      if (!stopping.signal.aborted) await pause()
    }
  }

  return {
    name: options.name,
    start: () => {
      done = run()
    },
    stop: async () => {
      stopping.abort()
      await done
    },
    wake: () => {
      awake = true
      wakeUp()
    },
  }
}
