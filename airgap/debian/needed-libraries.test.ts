import { expect, test } from 'vitest'
import { neededLibraries } from './needed-libraries.ts'

test.skipIf(process.platform !== 'linux')('a program names its loader and its libraries', () => {
  const needs = neededLibraries(process.execPath)
  expect(needs?.libraries).toContain('libc.so.6')
  expect(needs?.loader).toMatch(/^\/lib.*\/ld-linux/)
})

test('a file that is no program needs nothing', () => {
  expect(neededLibraries(import.meta.filename)).toBeUndefined()
})
