import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { DesiredStore, type StoredItem } from './desired-store.ts'

function item(key: string, rev: number, generation = 1): StoredItem {
  return { kind: 'run', key, generation, rev, body: '{}' }
}

function open(stateDir: string): DesiredStore {
  return DesiredStore.open({ stateDir, log: testLogger() })
}

test('a restart finds the applied state, its revision and its digest', () => {
  const stateDir = temporaryFolder()
  const store = open(stateDir)
  const [a, b] = [randomUUID(), randomUUID()]
  store.apply({ fromRev: 0, toRev: 2, upserts: [item(a, 1), item(b, 2)], removals: [] })
  store.apply({ fromRev: 2, toRev: 4, upserts: [item(b, 4, 2)], removals: [{ kind: 'run', key: a }] })
  const again = open(stateDir)
  expect([...again.items()]).toEqual([item(b, 4, 2)])
  expect(again.appliedRev).toBe(4)
  expect(again.digest).toBe(store.digest)
})

test('a change on top of another revision than the applied one is not taken', () => {
  const store = open(temporaryFolder())
  expect(() => store.apply({ fromRev: 3, toRev: 4, upserts: [], removals: [] })).toThrow('from 3 on top of 0')
  expect(store.appliedRev).toBe(0)
})

test('behind a line that is missing on disk nothing is believed: the control plane sends it again', () => {
  const stateDir = temporaryFolder()
  const store = open(stateDir)
  for (let rev = 1; rev <= 3; rev += 1) {
    store.apply({ fromRev: rev - 1, toRev: rev, upserts: [item(randomUUID(), rev)], removals: [] })
  }
  const path = join(stateDir, 'desired', '0.journal')
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [lines[0], ...lines.slice(2)].join('\n'))
  const again = open(stateDir)
  expect(again.appliedRev).toBe(1)
  expect(again.size).toBe(1)
})

test('a refusal outlives a restart, and ends with its generation', () => {
  const stateDir = temporaryFolder()
  const store = open(stateDir)
  const key = randomUUID()
  store.apply({ fromRev: 0, toRev: 1, upserts: [item(key, 1)], removals: [] })
  store.refuse({ kind: 'run', key, generation: 1, code: 'NO_ROOM', message: 'full', retryable: true })
  const again = open(stateDir)
  expect(again.refusalOf(item(key, 1))).toMatchObject({ code: 'NO_ROOM' })
  again.apply({ fromRev: 1, toRev: 2, upserts: [item(key, 2, 2)], removals: [] })
  expect(again.refusalOf(item(key, 2, 2))).toBeUndefined()
  expect(open(stateDir).refusals()).toEqual([])
})

test('an item of an unknown kind is kept, with its place in the digest', () => {
  const stateDir = temporaryFolder()
  const store = open(stateDir)
  store.apply({
    fromRev: 0,
    toRev: 1,
    upserts: [{ kind: 'volume', key: 'v', generation: 1, rev: 1, body: '{"size":1}' }],
    removals: [],
  })
  expect(open(stateDir).get('volume', 'v')?.body).toBe('{"size":1}')
})
