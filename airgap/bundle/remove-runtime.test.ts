import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeLeftRuntimes } from './remove-runtime.ts'

const NOW = Date.UTC(2026, 0, 2)
const LONG_AGO = new Date(NOW - 2 * 3_600_000)

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fairlead-runtimes-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

/** Of a process that has ended, so that nobody else has its number for a while. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--eval', '']).pid
}

function leave(name: string, at = LONG_AGO): void {
  mkdirSync(join(place, name))
  writeFileSync(join(place, name, 'node'), 'x')
  utimesSync(join(place, name), at, at)
}

test('a folder that a killed program has left goes, an hour later', () => {
  const pid = deadPid()
  leave(`fairlead-airgap.${pid}`)
  expect(removeLeftRuntimes(place, LONG_AGO.valueOf() + 3_600_000)).toEqual([])
  expect(removeLeftRuntimes(place, NOW)).toEqual([`fairlead-airgap.${pid}`])
  expect(readdirSync(place)).toEqual([])
})

test('what runs, what is this program and what is not of a launcher stays', async () => {
  const running = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  const dead = deadPid()
  const names = [
    `fairlead-airgap.${running.pid}`,
    `fairlead-airgap.${process.pid}`,
    'fairlead-airgap.0',
    'fairlead-airgap.x',
    `fairlead-airgap.${dead}.tar`,
    `my-fairlead-airgap.${dead}`,
  ]
  for (const name of names) leave(name)
  expect(removeLeftRuntimes(place, NOW)).toEqual([])
  expect(readdirSync(place)).toEqual(names.toSorted())
  running.kill('SIGKILL')
  await new Promise((resolve) => running.once('exit', resolve))
})

test('a link and a file of that name stay, and so does what the link leads to', () => {
  mkdirSync(join(place, 'elsewhere'))
  const [first, second] = [deadPid(), deadPid()]
  symlinkSync(join(place, 'elsewhere'), join(place, `fairlead-airgap.${first}`))
  writeFileSync(join(place, `fairlead-airgap.${second}`), '')
  utimesSync(join(place, `fairlead-airgap.${second}`), LONG_AGO, LONG_AGO)
  expect(removeLeftRuntimes(place, NOW)).toEqual([])
  expect(readdirSync(place)).toHaveLength(3)
})

test('a place that cannot be read is no error', () => {
  expect(removeLeftRuntimes(join(place, 'none'), NOW)).toEqual([])
})

test.runIf(process.getuid?.() === 0)('a folder of another user stays', () => {
  const name = `fairlead-airgap.${deadPid()}`
  leave(name)
  spawnSync('chown', ['65534', join(place, name)])
  expect(removeLeftRuntimes(place, NOW)).toEqual([])
})
