import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { applyDeltas, createState, describeState, type Delta } from '../../src/index.ts'
import { sceneArbitrary } from '../arbitraries.ts'
import { happen, historyArbitrary } from '../history.ts'
import { plan, step, world } from '../world.ts'
import { property } from './property.ts'

export const orderOfNewsIsNoMatter = property(
  'the plan does not depend on the order in which news arrived, nor on whether the state was rebuilt from its description',
  fc.tuple(historyArbitrary, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))),
  ([[scene, events, lagRounds], chance]) => {
    const w = { ...world(scene.deltas), lagRounds }
    for (const event of events) {
      happen(w, event)
      step(w, { explain: false })
    }
    const described = describeState(w.state)
    const shuffled = described
      .map((delta) => ({ delta, at: chance.next().value as number }))
      .sort((a, b) => a.at - b.at)
      .map(({ delta }) => delta)
    const rebuilt = createState()
    applyDeltas(rebuilt, shuffled)
    assert.deepEqual(describeState(rebuilt), described)
    assert.deepEqual(plan({ ...w, state: rebuilt }), plan(w))
    assert.deepEqual(describeState(w.state), described)
  },
)

export const roundChangesNothing = property(
  'a round leaves the state as it is and answers the same when asked again',
  sceneArbitrary,
  (scene) => {
    const w = world(scene.deltas)
    step(w)
    const before = describeState(w.state)
    const first = plan(w)
    assert.deepEqual(plan(w), first)
    assert.deepEqual(describeState(w.state), before)
  },
)

export const patchedIsBuilt = property(
  'a state patched by many deltas is the state built at once',
  fc.tuple(sceneArbitrary, fc.array(fc.tuple(fc.nat(1_000), fc.nat(3)), { maxLength: 60 })),
  ([scene, picks]) => {
    const patched = createState()
    const last = new Map<string, Delta>()
    applyDeltas(patched, scene.deltas)
    for (const delta of scene.deltas) if ('id' in delta) last.set(`${delta.kind} ${delta.id}`, delta)
    for (const [which, what] of picks) {
      const delta = scene.deltas[which % scene.deltas.length]!
      if (!('id' in delta) || delta.kind === 'remove') continue
      if (what === 0) {
        applyDeltas(patched, [{ kind: 'remove', of: delta.kind, id: delta.id }])
        last.delete(`${delta.kind} ${delta.id}`)
      } else {
        const changed: Delta =
          delta.kind === 'workload' && what === 2 ? { ...delta, submittedAt: which, priority: 40 + what } : delta
        applyDeltas(patched, [changed])
        last.set(`${delta.kind} ${delta.id}`, changed)
      }
    }
    const built = createState()
    applyDeltas(built, last.values())
    assert.deepEqual(describeState(patched), describeState(built))
    const ask = world()
    assert.deepEqual(plan({ ...ask, state: patched }), plan({ ...ask, state: built }))
  },
)
