import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/in-process-agent.ts'
import { lineBytes } from '../driver.ts'
import { CursorBook } from '../log-cursor.ts'
import { OutputFile } from './output-file.ts'

async function readAll(path: string, bytesMax: number): Promise<string[]> {
  const lines: string[] = []
  let offset = 0
  for (;;) {
    // A new reader each time: what it knows is the offset alone.
    const file = new OutputFile(path, offset)
    const some = await file.read(bytesMax, true)
    await file.close()
    if (some.length === 0) return lines
    expect(some.length === 1 || some.reduce((sum, text) => sum + lineBytes(text), 0) <= bytesMax).toBe(true)
    lines.push(...some)
    ;({ offset } = file)
  }
}

test('whatever was written is read once and whole, in batches of any size', async () => {
  const path = join(temporaryFolder(), 'out.log')
  const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll(/[\r\n]/g, ''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.integer({ min: 16, max: 200 }),
      fc.boolean(),
      async (lines, bytesMax, isOpen) => {
        const content = lines.map((text) => `${text}\n`).join('') + (isOpen ? 'no end' : '')
        writeFileSync(path, content)
        const texts = await readAll(path, bytesMax)
        expect(texts.join('')).toBe([...lines, isOpen ? 'no end' : ''].join(''))
        const isSplit = lines.some((text) => lineBytes(text) > bytesMax)
        if (!isSplit) expect(texts).toEqual(isOpen ? [...lines, 'no end'] : lines)
      },
    ),
    { numRuns: 150 },
  )
})

test('bytes that are no text are read to the end all the same', async () => {
  const path = join(temporaryFolder(), 'out.log')
  writeFileSync(path, Buffer.alloc(1_000, 0xff))
  const texts = await readAll(path, 16)
  expect(texts.join('').length).toBe(1_000)
})

test('a line that is still being written waits for its end', async () => {
  const path = join(temporaryFolder(), 'out.log')
  writeFileSync(path, 'whole\npart')
  const file = new OutputFile(path, 0)
  expect(await file.read(1_000, false)).toEqual(['whole'])
  expect(await file.read(1_000, false)).toEqual([])
  appendFileSync(path, ' two\n')
  expect(await file.read(1_000, false)).toEqual(['part two'])
  await file.close()
})

test('a tail begins at a line, however long the file is', async () => {
  const path = join(temporaryFolder(), 'out.log')
  const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  for (const count of [0, 1, 7, 20_000, 100_000]) {
    const file = new OutputFile(path, 0)
    await file.seekTail(count)
    const first = (await file.read(64, true))[0]
    await file.close()
    expect(first).toBe(count === 0 ? undefined : lines[Math.max(0, lines.length - count)])
  }
})

test('a cursor says where each file was, and one that is not understood is not guessed', () => {
  const book = new CursorBook()
  expect(book.read(book.write([0, 12_345_678_901]), 2)).toEqual([0, 12_345_678_901])
  const many = Array.from({ length: 400 }, (_, index) => index * 1_000_003)
  const cursor = book.write(many)
  expect(cursor.length).toBeLessThanOrEqual(512)
  expect(book.read(cursor, 400)).toEqual(many)
  for (const bad of ['', 'o', 'o.1', 'o.1.2.3', 'o.x!.1', 'm.unknown', 'o.zzzzzzzzzzzz.1']) {
    expect(book.read(bad, 2)).toBeUndefined()
  }
})
