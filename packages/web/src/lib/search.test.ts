import { expect, test } from 'vitest'
import { defined, oneOf, strictly } from './search.ts'

test('a field that makes no sense does not show through where the raw address lies below', () => {
  const raw = { tab: 'nonsense', old: 1 }
  const read = strictly((search) => defined({ tab: oneOf(search['tab'], ['status', 'logs'] as const) }))
  expect({ ...raw, ...read(raw) }).toEqual({ tab: undefined, old: undefined })
  expect({ ...raw, scope: 'project:a', ...read({ ...raw, scope: 'project:a' }) }).toMatchObject({ scope: 'project:a' })
  expect(read({ tab: 'logs' })).toEqual({ tab: 'logs' })
})
