import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAuditSearch } from '../src/features/audit/audit-search.ts'
import { readCompareSearch } from '../src/features/compare/compare-search.ts'
import { readOrgSearch } from '../src/features/org/org-search.ts'
import { readQueueSearch } from '../src/features/queues/queue-search.ts'
import { readUsersSearch } from '../src/features/settings/users-search.ts'
import { readUsageSearch } from '../src/features/usage/usage-search.ts'
import { readWorkloadSearch } from '../src/features/workloads/workload-search.ts'
import { strictly } from '../src/lib/search.ts'

type Search = Record<string, unknown>

const PAGES: Record<string, (search: Search) => object> = {
  audit: readAuditSearch,
  compare: readCompareSearch,
  org: readOrgSearch,
  queues: readQueueSearch,
  usage: readUsageSearch,
  users: readUsersSearch,
  workloads: readWorkloadSearch,
}

/** Which fields a page reads, by its own account. */
function fieldsOf(read: (search: Search) => object): string[] {
  const asked = new Set<string>()
  read(new Proxy({}, { get: (_target, key) => void asked.add(String(key)) }))
  return [...asked]
}

/** What stands in addresses: words that mean something to one page or another, what people mistype, and anything. */
const VALUE = fc.oneof(
  fc.constantFrom(
    'gpu',
    'cpu',
    '7d',
    '30d',
    'month',
    'project',
    'user',
    'QUEUED',
    'RUNNING',
    'name',
    '-name',
    'failed',
  ),
  fc.constantFrom(
    '2026-01-01..2026-02-01',
    '2026-02-01T00:00:00Z',
    '019a2f6e-0000-7000-8000-000000000002',
    'true',
    '1e3',
  ),
  fc.constantFrom(true, false, null, 0, 1, -1, 20, 1e21, Number.MAX_SAFE_INTEGER),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(fc.oneof(fc.string(), fc.constantFrom('QUEUED', 'RUNNING')), { maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
)

describe.each(Object.entries(PAGES))('the address of %s', (_page, read) => {
  const fields = fieldsOf(read)
  const search = fc.dictionary(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fields) }, fc.string({ maxLength: 12 })),
    VALUE,
    {
      maxKeys: fields.length + 4,
      noNullPrototype: true,
    },
  )

  test('gives the state back that it was made of, whatever stood in it before', () => {
    fc.assert(
      fc.property(search, (given) => {
        const state = strictly(read)(given)
        const again = strictly(read)(defaultParseSearch(defaultStringifySearch(state)))
        expect(again).toEqual(state)
      }),
      { seed: 7, numRuns: 400 },
    )
  })

  test('a field that makes no sense takes no other with it', () => {
    fc.assert(
      fc.property(search, fc.constantFrom(...fields), (given, field) => {
        const { [field]: _, ...others } = given
        const whole: Search = { ...read(given) }
        const without: Search = { ...read(others) }
        // Nothing but what depends on the field may differ, and a page that cannot read the field is as without it.
        if (whole[field] === undefined)
          expect({ ...without, [field]: undefined }).toEqual({ ...whole, [field]: undefined })
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
