import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '..')

/** Properties that name a side of the screen, and values that do. */
const SIDES: readonly RegExp[] = [
  /(?:^|[\s;{])(?:scroll-)?(?:margin|padding|border)-(?:left|right)(?:-[a-z]+)?\s*:/,
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /(?:^|[\s;{])border-(?:top|bottom)-(?:left|right)-radius\s*:/,
  /(?:^|[\s;{])(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
]
/** Four lengths, of which the second is right and the fourth left. */
const FOUR = /(?:^|[\s;{])(?:margin|padding|inset|border-width|border-style|border-color)\s*:\s*([^;}]+)/

/** Lines of a style sheet that would be wrong where one reads from right to left. */
function sidesIn(css: string): string[] {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => SIDES.some((side) => side.test(line)) || isLopsided(FOUR.exec(line)?.[1]))
    .map((line) => line.trim())
}

function isLopsided(value: string | undefined): boolean {
  const parts = value?.match(/(?:[^\s(]|\([^)]*\))+/g) ?? []
  return parts.length === 4 && parts[1] !== parts[3]
}

test('no style names left or right: sides follow the direction of reading', () => {
  const files = globSync('**/*.css', { cwd: src })
  expect(files.length).toBeGreaterThan(50)
  const found = files.flatMap((file) =>
    sidesIn(readFileSync(join(src, file), 'utf8')).map(
      (line) => `${file}: ${line} -- write margin-inline-start, inset-inline-end, padding-inline, text-align: start …`,
    ),
  )
  expect(found).toEqual([])
})

test('no element has a style that names left or right', () => {
  const found = globSync('**/*.tsx', { cwd: src }).flatMap((file) =>
    [
      ...readFileSync(join(src, file), 'utf8').matchAll(
        /style=\{\{[^}]*\b(?:left|right|(?:margin|padding|border)(?:Left|Right)\w*)\s*:[^}]*\}\}/g,
      ),
    ].map(([style]) => `${file}: ${style}`),
  )
  expect(found).toEqual([])
})

test.each([
  ['  margin-left: 4px;', true],
  ['  padding: 1px 2px 3px 4px;', true],
  ['  inset: 6px auto auto 6px;', true],
  ['  text-align: right;', true],
  ['.x { left: 0 }', true],
  ['  border-top-right-radius: 3px;', true],
  ['  padding: 1px var(--a, 2px) 3px var(--a, 2px);', false],
  ['  padding-inline: 9px 6px;', false],
  ['  text-align: start;', false],
  ['  --drift-left: 4px;', false],
  ['  /* margin-left: 4px; */', false],
])('%s names a side: %s', (css, isFound) => {
  expect(sidesIn(css).length > 0).toBe(isFound)
})
