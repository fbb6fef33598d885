import { parentPort } from 'node:worker_threads'
import { applyDeltas, checkInvariants, createState, planRound } from '@fairlead/scheduler'
import { must } from '../lib/invariant.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'

/** The engine's thread: keeps the state between rounds, so that a round costs what changed and not what there is. */
const port = must(parentPort, 'runs as a worker thread')
const state = createState()

port.on('message', (message: ToEngine) => {
  if (message.type === 'deltas') return applyDeltas(state, message.deltas)
  try {
    port.postMessage(answer(message))
  } catch (error) {
    const failed: FromEngine = {
      type: 'failed',
      id: message.id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
    port.postMessage(failed)
  }
})

function answer(message: Exclude<ToEngine, { type: 'deltas' }>): FromEngine {
  if (message.type === 'check') return { type: 'check', id: message.id, violations: checkInvariants(state) }
  const started = performance.now()
  const plan = planRound(state, message.policy, { now: message.now, random: seeded(message.seed) })
  return { type: 'plan', id: message.id, plan, planMicros: Math.round((performance.now() - started) * 1000) }
}

/** mulberry32: a small generator whose whole state is its seed, so that a logged round can be replayed. */
function seeded(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
