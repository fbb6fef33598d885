import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SETTINGS, variableOf } from '../src/settings.ts'

const ROOT = join(import.meta.dirname, '..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')

test('the table of settings in the README is that of the code', () => {
  const rows = Object.entries(SETTINGS).map(
    ([name, { about, type, preset }]) =>
      `| \`${name}\` | \`${variableOf(name)}\` | ${type.replaceAll('|', '\\|')} | ${preset} | ${about} |`,
  )
  const table = ['| In the file | Variable | Type | Default | Meaning |', '|---|---|---|---|---|', ...rows].join('\n')
  expect(readme.slice(readme.indexOf('| In the file |')).trim(), 'put this table at the end of the README').toBe(table)
})

test('every promise that the README names is a test', () => {
  const sources = globSync(['src/**/*.test.ts', 'test/**/*.ts'], { cwd: ROOT })
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n')
  const from = readme.indexOf('| Invariant | Test |')
  const rows = readme.slice(from, readme.indexOf('\n\n', from)).split('\n').slice(2)
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) {
    const name = /\| `(.+)` \|$/.exec(row)?.[1]
    expect(name === undefined ? row : sources.includes(`'${name}'`), row).toBe(true)
  }
})
