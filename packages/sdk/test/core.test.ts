import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromEnv } from '../src/index.ts'

test('the library asks nothing of Node, so that it runs in a browser too', () => {
  const folder = join(import.meta.dirname, '../src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const code = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    expect(code, file).not.toMatch(/from '(?!\.)|\bprocess\.|\bBuffer\b|\brequire\(/)
  }
})

test('the environment says where and who', () => {
  expect(fromEnv({})).toEqual({ url: 'http://localhost:8080' })
  expect(fromEnv({ FAIRLEAD_URL: 'https://a.test', FAIRLEAD_TOKEN: 'flt_1' })).toEqual({
    url: 'https://a.test',
    token: 'flt_1',
  })
})
