import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../tools/processes/child.ts'

function inCode(): string[] {
  const files = readdirSync(join(ROOT, 'airgap'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('node_modules'),
  )
  const ids = files.flatMap((path) =>
    [...readFileSync(join(ROOT, 'airgap', path), 'utf8').matchAll(/\b(?:pass|warn|fail)\(\s*'([A-Z]\d+)'/g)].map(
      ([, id = '']) => id,
    ),
  )
  return (
    [...new Set(ids)]
      // What is installed is for `doctor` alone to look at.
      .filter((id) => !id.startsWith('I'))
      .toSorted()
  )
}

function inDocument(): string[] {
  const text = readFileSync(join(ROOT, 'docs/closed-sites.md'), 'utf8')
  const [, table = ''] = /\| Checks of `prepare` \|.*\n\|---\|---\|\n((?:\|.*\n)+)/.exec(text) ?? []
  const cells = table.split('\n').flatMap((line) => line.split('|')[1]?.trim() ?? [])
  const ids = cells
    .join(', ')
    .split(', ')
    .filter(Boolean)
    .flatMap((part) => {
      const [, letter = '', from, to] = /^([A-Z])(\d+)(?: to [A-Z](\d+))?$/.exec(part) ?? []
      const first = Number(from)
      return Array.from({ length: Number(to ?? from) - first + 1 }, (_, at) => `${letter}${first + at}`)
    })
  return ids.toSorted()
}

test('the document names every check, each once, and none that there is not', () => {
  expect(inDocument()).toEqual(inCode())
})
