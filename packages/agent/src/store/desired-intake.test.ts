import { digestOf, type DesiredItem } from '@fairlead/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { DesiredIntake, type Intake } from './desired-intake.ts'
import { DesiredStore } from './desired-store.ts'

function open(): { store: DesiredStore; intake: DesiredIntake } {
  const store = DesiredStore.open({ stateDir: temporaryFolder(), log: testLogger() })
  return { store, intake: new DesiredIntake(store) }
}

function items(count: number, rev = 1): DesiredItem[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'run',
    key: `k${index}`,
    generation: 1,
    rev,
    body: { index },
  }))
}

function snapshot(
  intake: DesiredIntake,
  rev: number,
  all: DesiredItem[],
  options: { confirmPrune?: boolean; dropLast?: number; digest?: string; skipPage?: boolean } = {},
): Intake {
  const sent = all.slice(0, all.length - (options.dropLast ?? 0))
  intake.begin({ rev, pages: 2 })
  intake.page({ rev, page: 1, items: sent.slice(0, 3) })
  if (options.skipPage !== true) intake.page({ rev, page: 2, items: sent.slice(3) })
  return intake.end({
    rev,
    count: all.length,
    digest: options.digest ?? digestOf(all),
    confirmPrune: options.confirmPrune ?? false,
  })
}

test('a complete snapshot replaces the set', () => {
  const { store, intake } = open()
  expect(snapshot(intake, 5, items(20, 5))).toMatchObject({ kind: 'applied', isSnapshot: true })
  expect(store.appliedRev).toBe(5)
  expect(store.digest).toBe(digestOf(items(20, 5)))
})

test('a truncated snapshot never removes anything and is asked for again', () => {
  const { store, intake } = open()
  snapshot(intake, 5, items(20, 5))
  const before = store.digest
  expect(snapshot(intake, 6, items(20, 5), { dropLast: 5 }).kind).toBe('want')
  expect(snapshot(intake, 6, items(20, 5), { skipPage: true }).kind).toBe('want')
  expect(snapshot(intake, 6, items(20, 5), { digest: 'wrong' }).kind).toBe('want')
  expect(intake.end({ rev: 7, count: 0, digest: digestOf([]), confirmPrune: false }).kind).toBe('want')
  expect(store.digest).toBe(before)
  expect(store.appliedRev).toBe(5)
})

test('a snapshot that removes 21 percent is refused without a confirmation, and 20 percent is not', () => {
  const { store, intake } = open()
  snapshot(intake, 1, items(100, 1))
  expect(snapshot(intake, 2, items(79, 1))).toMatchObject({ kind: 'refused', code: 'limit' })
  expect(store.size).toBe(100)
  expect(store.appliedRev).toBe(1)
  expect(snapshot(intake, 2, items(80, 1)).kind).toBe('applied')
  expect(snapshot(intake, 3, items(10, 1), { confirmPrune: true }).kind).toBe('applied')
  expect(store.size).toBe(10)
})

test('an empty snapshot really clears a small set', () => {
  const { store, intake } = open()
  snapshot(intake, 1, items(9, 1))
  intake.begin({ rev: 2, pages: 0 })
  expect(intake.end({ rev: 2, count: 0, digest: digestOf([]), confirmPrune: false }).kind).toBe('applied')
  expect(store.size).toBe(0)
})

test('a delta is taken only on top of exactly the revision that it starts from', () => {
  const { store, intake } = open()
  expect(intake.delta({ fromRev: 4, toRev: 5, upserts: items(1, 5), tombstones: [] })).toMatchObject({ kind: 'want' })
  snapshot(intake, 5, items(4, 5))
  expect(intake.delta({ fromRev: 7, toRev: 8, upserts: [], tombstones: [] }).kind).toBe('want')
  expect(intake.delta({ fromRev: 3, toRev: 8, upserts: [], tombstones: [] }).kind).toBe('want')
  expect(intake.delta({ fromRev: 3, toRev: 5, upserts: items(9, 5), tombstones: [] }).kind).toBe('known')
  expect(store.size).toBe(4)
  const tombstones = [{ kind: 'run', key: 'k0', rev: 6 }]
  expect(intake.delta({ fromRev: 5, toRev: 6, upserts: [], tombstones }).kind).toBe('applied')
  expect(store.size).toBe(3)
})

test('a snapshot behind the applied revision is refused: nothing is ever rolled back silently', () => {
  const { store, intake } = open()
  snapshot(intake, 9, items(4, 9))
  expect(snapshot(intake, 8, items(4, 8))).toMatchObject({ kind: 'refused', code: 'invalid_body' })
  expect(store.appliedRev).toBe(9)
})

test('a new session forgets what was staged in the one before', () => {
  const { intake } = open()
  intake.begin({ rev: 1, pages: 1 })
  intake.page({ rev: 1, page: 1, items: items(2) })
  intake.reset()
  expect(intake.end({ rev: 1, count: 2, digest: digestOf(items(2)), confirmPrune: false }).kind).toBe('want')
})

test('whatever is lost, doubled or cut on the way, the revision never falls and one good snapshot makes both sides equal', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('write' as const), key: fc.nat(15) }),
    fc.record({ do: fc.constant('remove' as const), key: fc.nat(15) }),
    fc.record({ do: fc.constant('delta' as const), isLost: fc.boolean(), isDoubled: fc.boolean() }),
    fc.record({ do: fc.constant('snapshot' as const), isCut: fc.boolean() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { store, intake } = open()
      const desired = new Map<string, DesiredItem>()
      const removed = new Map<string, number>()
      let rev = 0
      let sentRev = 0
      for (const action of steps) {
        const before = store.appliedRev
        const heldBefore = store.digest
        let outcome: Intake | undefined
        if (action.do === 'write') {
          rev += 1
          desired.set(`k${action.key}`, { kind: 'run', key: `k${action.key}`, generation: 1, rev, body: rev })
          removed.delete(`k${action.key}`)
        } else if (action.do === 'remove') {
          if (!desired.delete(`k${action.key}`)) continue
          rev += 1
          removed.set(`k${action.key}`, rev)
        } else if (action.do === 'delta') {
          const body = {
            fromRev: sentRev,
            toRev: rev,
            upserts: [...desired.values()].filter((each) => each.rev > sentRev),
            tombstones: [...removed]
              .filter(([, at]) => at > sentRev)
              .map(([key, at]) => ({ kind: 'run', key, rev: at })),
          }
          if (rev === sentRev) continue
          sentRev = rev
          if (!action.isLost) outcome = intake.delta(body)
          if (!action.isLost && action.isDoubled) intake.delta(body)
        } else {
          outcome = snapshot(intake, rev, [...desired.values()], { dropLast: action.isCut ? 1 : 0, confirmPrune: true })
          sentRev = rev
        }
        expect(store.appliedRev).toBeGreaterThanOrEqual(before)
        expect(store.digest).toBe(digestOf(store.items()))
        if (outcome !== undefined && outcome.kind !== 'applied') expect(store.digest).toBe(heldBefore)
      }
      snapshot(intake, rev, [...desired.values()], { confirmPrune: true })
      expect(store.digest).toBe(digestOf(desired.values()))
    }),
    { numRuns: 60 },
  )
})
