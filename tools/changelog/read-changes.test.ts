import { expect, test } from 'vitest'
import { changelogText, newestFirst, parseChange } from './read-changes.ts'

test('a change is its area and what is said of it, on one line', () => {
  expect(parseChange('agent\nIt comes\nback.\n', 'x.md')).toEqual({ area: 'agent', text: 'It comes back.' })
})

test.each([
  ['weather\nRain.', 'x.md: its first line is "weather"'],
  ['agent\n\n', 'x.md: nothing is said of the change'],
  ['', 'x.md: its first line is ""'],
])('%j is refused with the file and what is wrong', (content, sentence) => {
  expect(() => parseChange(content, 'x.md')).toThrow(sentence)
})

test('releases come newest first, by number, and what was tried before what was released', () => {
  const versions = ['0.9.0', '0.10.0', '1.0.0-rc.2', '1.0.0', '1.0.0-rc.10']
  expect(versions.toSorted(newestFirst)).toEqual(['1.0.0', '1.0.0-rc.10', '1.0.0-rc.2', '0.10.0', '0.9.0'])
})

test('a release of which nothing is to be said is not named', () => {
  const text = changelogText([
    { version: 'next', changes: [] },
    { version: '1.0.0', changes: [{ area: 'cli', text: 'It is there.' }] },
  ])
  expect(text).toContain('## 1.0.0\n\n- **cli**: It is there.\n')
  expect(text).not.toContain('Next')
})
