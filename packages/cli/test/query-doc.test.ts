import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { QUERY_KEYS } from '../../control-plane/src/workloads/query/query-keys.ts'

test('every key of a query is documented with what it is about and an example', () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `([\w-]+)` \| (.+) \| `(.+)` \|$/gm)].map(([, key, about, example]) => ({
    key,
    about,
    example,
  }))
  expect(rows).toEqual(QUERY_KEYS.map(({ key, about, example }) => ({ key, about, example })))
})
