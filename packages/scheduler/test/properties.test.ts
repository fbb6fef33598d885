import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyDeltas, checkInvariants, createState, describeState, type Delta } from '../src/index.ts'
import { sceneArbitrary, type Scene } from './arbitraries.ts'
import { holds } from './hosting.ts'
import { plan, settle, step, tell, world, type World } from './world.ts'

/** Runs that differ from machine to machine would be no promise; raise the number and change the seed to search for more. */
const settings = {
  numRuns: Number(process.env['FAIRLEAD_PROPERTY_RUNS'] ?? 150),
  seed: Number(process.env['FAIRLEAD_PROPERTY_SEED'] ?? 7),
}

/** What goes on outside between rounds. */
const eventArbitrary = fc.record({
  kind: fc.constantFrom('nothing', 'end', 'stop', 'offline', 'online', 'late', 'quota', 'shrink'),
  which: fc.nat(1_000),
})
type Event = { kind: string; which: number }

const historyArbitrary = fc.tuple(sceneArbitrary, fc.array(eventArbitrary, { maxLength: 12 }), fc.nat(2))

function happen(w: World, scene: Scene, { kind, which }: Event): void {
  const running = [...w.runs.keys()].sort()
  const one = running[which % Math.max(1, running.length)]
  const known = scene.workloads.find(({ id }) => id === one)
  if (kind === 'end' && one !== undefined) tell(w, { kind: 'remove', of: 'workload', id: one })
  if (kind === 'stop' && known !== undefined) {
    const run = w.runs.get(known.id)!
    tell(w, {
      kind: 'run',
      workloadId: known.id,
      run: { id: run.runId, clusterId: clusterOf(scene, run.nodeIds[0]!), nodeIds: run.nodeIds, stopping: true },
    })
  }
  if (kind === 'offline' || kind === 'online') {
    tell(w, { kind: 'cluster', id: 'c1', name: 'c1', connected: kind === 'online', paused: false, labels: {} })
  }
  if (kind === 'late') {
    const template = scene.workloads[which % scene.workloads.length]!
    tell(w, { ...template, id: `late${which}`, submittedAt: w.now })
  }
  if (kind === 'quota') {
    const queue = scene.queues[which % scene.queues.length]!
    const deserved = (which % 9) * 1_000
    tell(w, { ...queue, pools: { p1: { rank: 0, quotas: { gpu: { deserved, limit: null, weight: 1 } } } } })
  }
}

function clusterOf(scene: Scene, nodeId: string): string {
  return scene.nodes.find(({ id }) => id === nodeId)!.clusterId
}

test('no node, limit or gang is ever broken, whatever happens between rounds', () => {
  fc.assert(
    fc.property(historyArbitrary, ([scene, events, lagRounds]) => {
      const w = { ...world(scene.deltas), lagRounds }
      step(w)
      for (const event of events) {
        happen(w, scene, event)
        // A quota that an operator cut below what is held is not the planner's doing.
        const before = new Set(
          checkInvariants(w.state).map(({ kind, subject, resource }) => `${kind} ${subject} ${resource}`),
        )
        const planned = step(w)
        const broken = checkInvariants(w.state).filter(
          ({ kind, subject, resource }) => !before.has(`${kind} ${subject} ${resource}`),
        )
        expect(broken).toEqual([])
        const names = planned.assignments.map(({ workloadId }) => workloadId)
        expect(new Set(names).size).toBe(names.length)
      }
    }),
    settings,
  )
})

test('no two workloads evict each other for ever: every load settles, and stays settled', () => {
  fc.assert(
    fc.property(historyArbitrary, ([scene, events, lagRounds]) => {
      const w = { ...world(scene.deltas.filter(({ kind }) => kind !== 'workload')), lagRounds }
      for (const [i, wave] of scene.waves.entries()) {
        tell(w, wave)
        settle(w, 60)
        for (const event of events.slice(i * 2, i * 2 + 2)) happen(w, scene, event)
      }
      // What a minimum runtime protects now may be taken later, so time passes until nothing is taken any more.
      let before = -1
      for (let times = 0; before !== w.preemptions; times++) {
        before = w.preemptions
        w.now += 10_000
        settle(w, 60)
        expect(times).toBeLessThan(20)
      }
    }),
    settings,
  )
})

test('the plan does not depend on the order in which news arrived', () => {
  fc.assert(
    fc.property(
      historyArbitrary,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      ([scene, events, lagRounds], chance) => {
        const w = { ...world(scene.deltas), lagRounds }
        for (const event of events) {
          happen(w, scene, event)
          step(w)
        }
        const described = describeState(w.state)
        const shuffled = [...described]
          .map((delta) => ({ delta, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ delta }) => delta)
        const rebuilt = createState()
        applyDeltas(rebuilt, shuffled)
        expect(describeState(rebuilt)).toEqual(described)
        expect(plan({ ...w, state: rebuilt })).toEqual(plan(w))
        expect(describeState(w.state)).toEqual(described)
      },
    ),
    settings,
  )
})

test('a round leaves the state as it is and answers the same when asked again', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      const w = world(scene.deltas)
      step(w)
      const before = describeState(w.state)
      const first = plan(w)
      expect(plan(w)).toEqual(first)
      expect(describeState(w.state)).toEqual(before)
    }),
    settings,
  )
})

test('a state patched by many deltas is the state built at once', () => {
  fc.assert(
    fc.property(sceneArbitrary, fc.array(fc.tuple(fc.nat(1_000), fc.nat(3)), { maxLength: 60 }), (scene, picks) => {
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
      expect(describeState(patched)).toEqual(describeState(built))
      const ask = world()
      expect(plan({ ...ask, state: patched })).toEqual(plan({ ...ask, state: built }))
    }),
    settings,
  )
})

test('preemptible work that fits somewhere inside its limits is placed', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      const w = world(scene.deltas)
      settle(w, 60, { reservationHorizonMs: 0 })
      for (const one of scene.workloads) {
        if (!one.preemptible || w.runs.has(one.id) || one.replicas !== 1) continue
        const fits = scene.nodes.some((host) => couldHost(w, scene, host.id, one))
        const isLimited = hasLimit(scene, one.queueId)
        expect(fits && !isLimited, `${one.id} waits though it fits`).toBe(false)
      }
    }),
    settings,
  )
})

function hasLimit(scene: Scene, queueId: string): boolean {
  const queue = scene.queues.find(({ id }) => id === queueId)
  if (queue === undefined) return false
  return (queue.pools['p1']?.quotas['gpu']?.limit ?? null) !== null || hasLimit(scene, queue.parentId ?? '')
}

function couldHost(w: World, scene: Scene, nodeId: string, one: Scene['workloads'][number]): boolean {
  const host = scene.nodes.find(({ id }) => id === nodeId)!
  if (host.taints.length > 0 && one.tolerations.length === 0) return false
  if (Object.entries(one.nodeSelector).some(([label, value]) => host.labels[label] !== value)) return false
  const there: Scene['workloads'] = []
  for (const [id, { nodeIds }] of w.runs) {
    for (const on of nodeIds) if (on === nodeId) there.push(scene.workloads.find((other) => other.id === id)!)
  }
  return holds(host, [...there, one])
}
