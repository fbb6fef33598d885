import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { until } from '../../test/until.ts'
import { Journal } from './journal.ts'

type Entry = { key: string; value: number }

function openMap(dir: string): {
  journal: Journal
  map: Map<string, number>
  set: (key: string, value: number) => void
} {
  const map = new Map<string, number>()
  const journal = Journal.open({
    dir,
    log: testLogger(),
    apply: (entry) => {
      const { key, value } = entry as Entry
      map.set(key, value)
      return true
    },
    snapshot: () => [...map].map(([key, value]) => ({ key, value })),
  })
  const set = (key: string, value: number): void => {
    map.set(key, value)
    journal.append({ key, value })
  }
  return { journal, map, set }
}

test('what was appended is there after a restart, without a goodbye', () => {
  const dir = temporaryFolder()
  const first = openMap(dir)
  first.set('a', 1)
  first.set('a', 2)
  first.set('b', 3)
  expect(openMap(dir).map).toEqual(
    new Map([
      ['a', 2],
      ['b', 3],
    ]),
  )
})

test('a last line that was cut off is dropped, and appending goes on behind the good ones', () => {
  const dir = temporaryFolder()
  openMap(dir).set('a', 1)
  appendFileSync(join(dir, '0.journal'), '{"key":"b","va')
  const second = openMap(dir)
  expect([...second.map.keys()]).toEqual(['a'])
  second.set('c', 3)
  expect([...openMap(dir).map.keys()]).toEqual(['a', 'c'])
})

test('a journal is cut at every possible byte and never gives anything but a prefix', () => {
  const dir = temporaryFolder()
  const first = openMap(dir)
  for (let index = 0; index < 5; index += 1) first.set(`k${index}`, index)
  const path = join(dir, '0.journal')
  const whole = readFileSync(path)
  for (let length = whole.length; length >= 0; length -= 1) {
    writeFileSync(path, whole)
    truncateSync(path, length)
    const keys = [...openMap(dir).map.keys()]
    expect(keys).toEqual(['k0', 'k1', 'k2', 'k3', 'k4'].slice(0, keys.length))
  }
})

test('many changes are folded into a snapshot, and nothing is lost by it', async () => {
  const dir = temporaryFolder()
  const first = openMap(dir)
  const filler = 'x'.repeat(2_000)
  for (let index = 0; index < 700; index += 1) first.set(`${index % 50}${filler}`, index)
  await until(() => readdirSync(dir).some((name) => name.endsWith('.snapshot')), 'a snapshot was written')
  first.set('last', 1)
  await first.journal.close()
  expect(readdirSync(dir).toSorted()).toEqual(['1.journal', '1.snapshot'])
  expect(statSync(join(dir, '1.journal')).size).toBeLessThan(1_000_000)
  expect(openMap(dir).map).toEqual(first.map)
})

test('a kill between the two journals of a compaction loses nothing', () => {
  const dir = temporaryFolder()
  writeFileSync(join(dir, '3.snapshot'), '{"key":"a","value":1}\n')
  writeFileSync(join(dir, '3.journal'), '{"key":"b","value":2}\n')
  writeFileSync(join(dir, '4.journal'), '{"key":"c","value":3}\n')
  writeFileSync(join(dir, '4.snapshot.tmp'), '{"key":"c"')
  writeFileSync(join(dir, '2.journal'), '{"key":"old","value":9}\n')
  const second = openMap(dir)
  expect([...second.map.keys()]).toEqual(['a', 'b', 'c'])
  expect(existsSync(join(dir, '4.snapshot.tmp'))).toBe(false)
  second.set('d', 4)
  expect([...openMap(dir).map.keys()]).toEqual(['a', 'b', 'c', 'd'])
})
