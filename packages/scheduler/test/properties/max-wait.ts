import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { cluster, node, pool, queue, quota, step, tell, workload, world } from '../world.ts'
import { property } from './property.ts'

const ROUND_MS = 1_000

/**
 * Small work of the same urgency comes without end and takes every GPU as it comes free. A gang that fits the empty nodes and that its
 * queue's share covers, and before which nothing waits longer, starts at the latest when what ran at the end of its longest wait has
 * ended.
 */
export const waitHasAnEnd = property(
  'work waits no longer than its pool allows and what runs then takes to end, though smaller work never ends coming',
  fc.record({
    sizes: fc.array(fc.constantFrom(2, 4, 8), { minLength: 1, maxLength: 4 }),
    replicas: fc.integer({ min: 1, max: 6 }),
    gpu: fc.constantFrom(1, 2, 4, 8),
    small: fc.constantFrom(1, 2),
    durationRounds: fc.integer({ min: 1, max: 6 }),
    maxWaitRounds: fc.integer({ min: 1, max: 8 }),
    hasLimits: fc.boolean(),
    strategy: fc.constantFrom('binpack' as const, 'spread' as const),
  }),
  ({ sizes, replicas, gpu, small, durationRounds, maxWaitRounds, hasLimits, strategy }) => {
    const slots = sizes.reduce((sum, size) => sum + Math.floor(size / gpu), 0)
    if (slots < replicas) return
    const w = world(
      [cluster('c1'), pool('p1', { strategy, maxWaitMs: maxWaitRounds * ROUND_MS }), queue('a', quota(null))],
      sizes.map((size, i) => node(`n${i}`, size)),
    )
    const endsAt = new Map<string, number>()
    let next = 0
    const bound = maxWaitRounds + durationRounds + 3
    const full = sizes.reduce((sum, size) => sum + Math.floor(size / small), 0)
    for (let round = -1; round <= bound && !w.runs.has('gang'); round++) {
      for (const [id, end] of endsAt) {
        if (end > round) continue
        endsAt.delete(id)
        tell(w, { kind: 'remove', of: 'workload', id })
      }
      if (round === 0) tell(w, workload('gang', 'a', gpu, { replicas, submittedAt: w.now - 1 }))
      const limit = hasLimits ? { timeLimitMs: durationRounds * ROUND_MS } : {}
      // At first as much as there is room for, so that nothing waits longer than the gang.
      for (let i = 0; i < (round < 0 ? full : 8); i++)
        tell(w, workload(`s${next++}`, 'a', small, { submittedAt: w.now, ...limit }))
      for (const { workloadId } of step(w, { explain: false }).assignments) {
        // Not all at once: each GPU comes free at a time of its own.
        endsAt.set(workloadId, round + 1 + (next++ % durationRounds))
      }
    }
    assert.ok(w.runs.has('gang'), `the gang waits after ${bound} rounds`)
  },
)
