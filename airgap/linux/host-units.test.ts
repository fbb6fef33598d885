import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Release } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { parseSite, readAnySite } from '../site/read-site.ts'
import { changedSettings } from './file-diff.ts'
import { configOf, hostRelease } from './host-history.ts'
import { planLinux } from './linux-plan.ts'
import { NIGHTLY_SETTINGS } from './nightly-units.ts'
import { Place } from './place.ts'
import { writeIfOther } from './write-if-other.ts'

const RECIPIENT = `age1${'q'.repeat(58)}`
const TEXT = `platform: linux
backend:
  url: http://localhost:8443
  database: { bundled: {} }
backup:
  recipient: ${RECIPIENT}
`
const NIGHTLY = `${TEXT}  nightly: { schedule: '0 3 * * 1', keep: 4 }\n`
const release = { version: '0.2.0', counter: 12, createdFrom: { commit: 'c', at: 'then' }, architecture: 'amd64' }
const image = { env: { PATH: '/bin' }, entrypoint: ['/usr/local/bin/node', '/app/main.js'], workingDir: '/app' }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-units-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function planOf(text: string, password = 'secret') {
  const path = join(folder, 'site.yaml')
  writeFileSync(path, text)
  const bundle = { release: release as Release } as Parameters<typeof planLinux>[2]
  const images = new Map([['control-plane', image] as const, ['postgresql', image] as const])
  const secrets = { databasePassword: password, joinToken: '', recipient: RECIPIENT }
  return planLinux('backend', readAnySite(path) as LinuxSite, bundle, images, secrets)
}

describe('backups by night on a host', () => {
  test('are made by a timer, with the public half of the key, into a folder of their own', () => {
    const [service, timer] = planOf(NIGHTLY).nightly
    expect(timer?.text).toContain('OnCalendar=Mon *-*-* 03:00:00')
    expect(service?.text).toMatch(new RegExp(`^ExecStart=.* backup --recipient ${RECIPIENT} .*--keep 4$`, 'm'))
    expect(service?.text).toContain('BindPaths=/var/lib/fairlead-backups:/var/lib/fairlead-backups')
  })

  test('have their secrets in files of root, and none in a unit', () => {
    const { files, nightly } = planOf(NIGHTLY)
    const own = files.filter(({ path }) => path.startsWith(NIGHTLY_SETTINGS))
    expect(own.map(({ mode }) => mode)).toEqual(own.map(() => 0o600))
    expect(own.find(({ path }) => path.endsWith('/environment'))?.text).toBe(
      'DATABASE_URL="postgres://fairlead:secret@127.0.0.1:5432/fairlead"\n',
    )
    expect(nightly.map(({ text }) => text).join('')).not.toContain('secret')
  })

  test('are there for a site that asks for them alone', () => {
    expect(planOf(TEXT).nightly).toEqual([])
    expect(planOf(TEXT).files.filter(({ path }) => path.startsWith(NIGHTLY_SETTINGS))).toEqual([])
  })

  test('at a time that there is not are an error with its line', () => {
    expect(parseSite(NIGHTLY.replace('0 3 *', '0 30 *'), folder).problems).toEqual([
      'line 7: backup.nightly.schedule: 30 is no hour from 0 to 23',
    ])
  })
})

test('what is kept of a release has no password in it, and comes back with the one that there is then', () => {
  const place = new Place(join(folder, 'host'))
  const kept = hostRelease(planOf(TEXT, 'first'), release, 0)
  expect(JSON.stringify(kept)).not.toContain('first')
  const now = planOf(TEXT.replace('8443', '9443'), 'second').files.find(({ path }) => path.endsWith('plane.yaml'))!
  writeIfOther(place.on(now.path), now.text)
  expect(parse(configOf(kept, place))).toMatchObject({
    publicUrl: 'http://localhost:8443',
    databaseUrl: expect.stringContaining(':second@'),
  })
})

test('of a unit that changes, the settings are named', () => {
  const was = '[Unit]\nDescription=a\n[Service]\nUser=x\nEnvironment=A=1\nEnvironment=B=1\n'
  const is = '[Unit]\nDescription=a\n[Service]\nUser=x\nEnvironment=A=1\nEnvironment=B=2\nUMask=0077\n'
  expect(changedSettings(was, is)).toEqual(['Service.Environment', 'Service.UMask'])
  expect(changedSettings(was, was)).toEqual([])
})
