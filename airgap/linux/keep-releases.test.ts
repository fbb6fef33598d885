import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeHostHistory, type HostRelease } from './host-history.ts'
import { keepReleases } from './keep-releases.ts'
import { writeLinuxRecord } from './linux-record.ts'
import { HOME, imageFolder, Place, SERVERS, UNITS } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'

let place: Place
beforeEach(() => {
  place = new Place(mkdtempSync(join(tmpdir(), 'fairlead-host-')))
})
afterEach(() => rmSync(place.root, { recursive: true, force: true }))

const server = (name: string) => `${SERVERS}/${name}`
const isThere = (path: string) => existsSync(place.on(path))

function entry(counter: number, folders?: string[]): HostRelease {
  const at = '2026-01-01T00:00:00.000Z'
  const roles = ['control-plane', 'postgresql']
  return { version: `0.${counter}.0`, counter, at, roles, units: [], config: '', ...(folders ? { folders } : {}) }
}

function made(...folders: string[]): void {
  for (const folder of folders) mkdirSync(place.on(`${folder}/bin`), { recursive: true })
}

test('programs of a release stay as long as there is a way back to it, and PostgreSQL as long as any of these has it', () => {
  const of = (counter: number, name: string) => [imageFolder(counter, 'control-plane'), server(name)]
  made(...of(1, 'old'), ...of(2, 'same'), ...of(3, 'same'), imageFolder(3, 'agent'), imageFolder(2, 'agent'))
  writeHostHistory(place, { entries: [entry(3, of(3, 'same')), entry(2, of(2, 'same'))] })
  writeLinuxRecord(place, 'backend', { version: '0.3.0', counter: 3, linkAt: '' })
  writeLinuxRecord(place, 'cluster', { version: '0.3.0', counter: 3, linkAt: '' })
  expect(keepReleases(place).toSorted()).toEqual([...of(1, 'old'), imageFolder(2, 'agent')].toSorted())
  expect([...of(3, 'same'), ...of(2, 'same'), imageFolder(3, 'agent')].filter((path) => !isThere(path))).toEqual([])
  expect(isThere(`${HOME}/releases/1`)).toBe(false)
})

test('a release from before PostgreSQL had a folder of its own keeps the one below its number', () => {
  const older = [imageFolder(1, 'control-plane'), imageFolder(1, 'postgresql')]
  made(...older)
  writeHostHistory(place, { entries: [entry(1)] })
  writeLinuxRecord(place, 'backend', { version: '0.1.0', counter: 1, linkAt: '' })
  expect(keepReleases(place)).toEqual([])
})

test('what a service runs from stays, also where an upgrade was killed before it was written down', () => {
  made(server('new'), server('other'))
  mkdirSync(place.on(UNITS), { recursive: true })
  writeFileSync(place.on(`${UNITS}/${POSTGRESQL_UNIT}`), `[Service]\nRootDirectory=${server('new')}\n`)
  expect(keepReleases(place)).toEqual([server('other')])
})

test('nothing stays where nothing is installed', () => {
  made(imageFolder(1, 'control-plane'), imageFolder(1, 'agent'), server('old'))
  expect(keepReleases(place)).toHaveLength(3)
  expect(isThere(HOME)).toBe(false)
})
