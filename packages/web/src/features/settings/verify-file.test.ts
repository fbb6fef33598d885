import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyCommands, verifyFile } from './verify-file.ts'

const content = 'a bundle'.repeat(1000)
const expected = {
  name: 'fairlead-0.1.0.tar.gz',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
}

test('a file is the listed one when its length and its hash are', async () => {
  expect(await verifyFile(new Blob([content]), expected)).toEqual({ isSame: true })
  const cut = await verifyFile(new Blob([content.slice(1)]), expected)
  expect(cut).toMatchObject({ isSame: false, why: expect.stringContaining('It has 7999 bytes') as string })
  const changed = await verifyFile(new Blob([`A${content.slice(1)}`]), expected)
  expect(changed).toMatchObject({
    isSame: false,
    why: expect.stringMatching(/^Its SHA-256 is [0-9a-f]{64}: /) as string,
  })
})

test('the command for Linux accepts the file, and refuses it with one byte changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-verify-'))
  const command = verifyCommands(expected)[0]?.text ?? ''
  const run = () => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  try {
    writeFileSync(join(folder, expected.name), content)
    expect(run()).toBe(`${expected.name}: OK\n`)
    writeFileSync(join(folder, expected.name), `A${content.slice(1)}`)
    expect(run).toThrow('did NOT match')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
