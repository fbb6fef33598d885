import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, SETTINGS, readConfig } from './config.ts'

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'fairlead-config-')), 'config.yaml')
  writeFileSync(path, content)
  return path
}

test('every setting has a default that is itself valid', () => {
  expect(Object.keys(readConfig({})).toSorted()).toEqual(Object.keys(SETTINGS).toSorted())
})

test('the environment wins over the file, and the file over defaults', () => {
  const path = file('port: 9000\nlogLevel: warn\n')
  expect(readConfig({ FAIRLEAD_CONFIG: path })).toMatchObject({ port: 9000, logLevel: 'warn' })
  expect(readConfig({ FAIRLEAD_CONFIG: path, FAIRLEAD_PORT: '9001' })).toMatchObject({ port: 9001, logLevel: 'warn' })
})

test('bad settings are one message that names them all', () => {
  const path = file('prot: 1\nlogLevel: loud\n')
  const read = () => readConfig({ FAIRLEAD_CONFIG: path, FAIRLEAD_PORT: 'many' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/prot: no such setting/)
  expect(read).toThrow(/FAIRLEAD_LOG_LEVEL="loud"/)
  expect(read).toThrow(/FAIRLEAD_PORT="many"/)
})

test('a file that is missing or not YAML is one sentence', () => {
  expect(() => readConfig({ FAIRLEAD_CONFIG: '/nowhere/x.yaml' })).toThrow(/\/nowhere\/x.yaml/)
  expect(() => readConfig({ FAIRLEAD_CONFIG: file('a: [') })).toThrow(ConfigError)
})
