import { expect, test } from 'vitest'
import { checkSettings } from '../../control-plane/src/connections/internal/check-settings.ts'
import { CONNECTION_TYPES as KNOWN } from '../../control-plane/src/connections/schemas.ts'
import { CONNECTION_TYPES, TYPES } from '../src/features/connections/connection-types.ts'

test.each(TYPES)('the form asks for what the control plane takes for a connection of type %s', (type) => {
  const { settings } = CONNECTION_TYPES[type]
  const all = Object.fromEntries(settings.map(({ name }) => [name, 'https://example.com']))
  const needed = settings.filter(({ isNeeded }) => isNeeded).map(({ name }) => name)
  expect(() => checkSettings(type, all)).not.toThrow()
  expect(() => checkSettings(type, Object.fromEntries(needed.map((name) => [name, 'x'])))).not.toThrow()
  for (const name of needed) {
    const { [name]: _without, ...others } = all
    expect(() => checkSettings(type, others)).toThrow(name)
  }
})

test('every type has a form', () => {
  expect(TYPES).toEqual([...KNOWN])
})
