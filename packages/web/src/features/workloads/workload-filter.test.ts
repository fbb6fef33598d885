import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAuditSearch } from '../audit/audit-search.ts'
import { readOrgSearch } from '../org/org-search.ts'
import { QUEUE_RESOURCES, readQueueSearch } from '../queues/queue-search.ts'
import { PHASES } from './phases.ts'
import { listInput, matchesFilter } from './workload-filter.ts'
import { readWorkloadSearch, SINCE, SORTS } from './workload-search.ts'

const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/)
const set = <T extends string>(words: readonly T[]) => fc.subarray([...words], { minLength: 1 })
const optional = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] })

const STATES = {
  workloads: {
    read: readWorkloadSearch,
    state: optional({
      q: word,
      phase: set(PHASES),
      active: fc.constant(true as const),
      project: word,
      department: word,
      cluster: word,
      pool: word,
      since: fc.constantFrom(...SINCE),
      sort: fc.constantFrom(...SORTS),
      asc: fc.constant(true as const),
    }),
  },
  audit: {
    read: readAuditSearch,
    state: optional({
      action: word,
      actor: word,
      object: word,
      since: fc.constantFrom(...SINCE),
      entry: fc.integer({ min: 1, max: 10 ** 9 }),
    }),
  },
  queues: {
    read: readQueueSearch,
    state: optional({
      pool: word,
      resource: fc.constantFrom(...QUEUE_RESOURCES),
      project: word,
      reason: word,
      why: word,
    }),
  },
}

describe.each(Object.entries(STATES))('the address of %s', (_name, { read, state }) => {
  test('brings back the state that it was made from', () => {
    fc.assert(
      fc.property(state as fc.Arbitrary<Record<string, unknown>>, (given) => {
        expect(read(defaultParseSearch(defaultStringifySearch(given)))).toEqual(given)
      }),
    )
  })

  test('drops junk field by field and keeps the rest', () => {
    fc.assert(
      fc.property(
        state as fc.Arbitrary<Record<string, unknown>>,
        fc.dictionary(fc.string(), fc.jsonValue()),
        (given, junk) => {
          const foreign = Object.fromEntries(Object.entries(junk).map(([key, value]) => [`x${key}`, value]))
          expect(read({ ...foreign, ...given })).toEqual(given)
        },
      ),
    )
  })

  test('never throws, and what it reads once it reads again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = read(defaultParseSearch(`?${text}`))
        expect(read(defaultParseSearch(defaultStringifySearch(once)))).toEqual(once)
      }),
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('q', 'phase', 'active', 'since', 'sort', 'entry', 'pool'), fc.jsonValue()),
        (search) => {
          expect(() => read(search)).not.toThrow()
        },
      ),
    )
  })
})

test('a panel without its object is no panel', () => {
  expect(readOrgSearch({ panel: 'project' })).toEqual({})
  expect(readOrgSearch({ panel: 'nonsense', of: 'vision' })).toEqual({})
  expect(readOrgSearch({ panel: 'project', of: 'vision' })).toEqual({ panel: 'project', of: 'vision' })
})

test('one bad status in a list leaves the good ones', () => {
  expect(readWorkloadSearch({ phase: ['RUNNING', 'SLEEPING', 7] })).toEqual({ phase: ['RUNNING'] })
  expect(readWorkloadSearch({ phase: 'QUEUED' })).toEqual({ phase: ['QUEUED'] })
  expect(readWorkloadSearch({ panel: '0199', view: '' })).toEqual({ panel: '0199' })
})

describe('a row that changed', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  const workload = {
    id: 'w',
    name: 'Train-A',
    project: { id: 'p', name: 'vision' },
    nodePool: { id: 'n', name: 'h100' },
    cluster: null,
    submittedAt: '2026-11-21T11:30:00Z',
    status: { phase: 'RUNNING' },
  } as Parameters<typeof matchesFilter>[0]

  test('belongs by the same rules as the list', () => {
    expect(
      matchesFilter(
        workload,
        { q: 'train', phase: ['RUNNING'], active: true, project: 'vision', pool: 'n', since: '1h' },
        undefined,
        now,
      ),
    ).toBe(true)
    expect(matchesFilter(workload, { phase: ['QUEUED'] }, undefined, now)).toBe(false)
    expect(matchesFilter(workload, { cluster: 'oslo' }, undefined, now)).toBe(false)
    expect(matchesFilter(workload, {}, new Set(['other']), now)).toBe(false)
    expect(matchesFilter({ ...workload, submittedAt: '2026-11-21T09:00:00Z' }, { since: '1h' }, undefined, now)).toBe(
      false,
    )
  })

  test('the request asks for what the filter says and nothing else', () => {
    expect(listInput({ q: 'a', pool: 'h100' }, now)).toEqual({ query: 'a', nodePool: 'h100' })
    expect(listInput({ q: 'gpus:>4' }, now), 'what cannot be read is asked of nobody').toEqual({})
    expect(listInput({ since: '1h' }, now)).toEqual({ since: '2026-11-21T11:00:00.000Z' })
  })
})
