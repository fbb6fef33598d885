import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAnsi, plainText } from './ansi.ts'

const ESC = '\u001b'

test('the 16 colours and styles become spans', () => {
  expect(parseAnsi(`a ${ESC}[1;31mred${ESC}[0m ${ESC}[94mblue${ESC}[39m.`)).toEqual([
    { text: 'a ' },
    { text: 'red', isBold: true, color: 1 },
    { text: ' ' },
    { text: 'blue', color: 12 },
    { text: '.' },
  ])
  expect(parseAnsi(`${ESC}[38;5;3mx${ESC}[38;2;10;20;30my`)).toEqual([{ text: 'x', color: 3 }, { text: 'y' }])
})

test('backgrounds, movements, titles and bells leave nothing behind', () => {
  expect(plainText(`${ESC}[41mx${ESC}[2K${ESC}[10;3H${ESC}]0;title\u0007y\u0007${ESC}]8;;http://h${ESC}\\z`)).toBe(
    'xyz',
  )
})

test('of a progress bar the last state is shown', () => {
  expect(plainText('10 %\r50 %\r100 %')).toBe('100 %')
  expect(plainText('done\r')).toBe('done')
})

test('no output, however broken, is lost or stops the reader', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(ESC, '[', ']', ';', '3', '1', 'm', 'K', 'x', ' ', '\u0007') }),
      (text) => {
        const shown = parseAnsi(text)
          .map((span) => span.text)
          .join('')
        expect(shown).toBe(plainText(text))
        expect(shown).not.toContain(ESC)
      },
    ),
  )
})
