import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Release } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { parseSite, readAnySite } from '../site/read-site.ts'
import { CONTROL_PLANE_FILES, CONTROL_PLANE_UNIT, DOWNLOADS } from './control-plane-unit.ts'
import { changedSettings } from './file-diff.ts'
import { configOf, hostRelease } from './host-history.ts'
import { planLinux } from './linux-plan.ts'
import { NIGHTLY_SETTINGS } from './nightly-units.ts'
import { Place } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'
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
const postgresql = { role: 'postgresql', digest: `sha256:${'ab'.repeat(32)}` }
const createdFrom = { commit: 'c', at: 'then' }
const about = { version: '0.2.0', counter: 12, createdFrom, architecture: 'amd64', images: [postgresql] }
const release = about as unknown as Release
const image = { env: { PATH: '/bin' }, entrypoint: ['/usr/local/bin/node', '/app/main.js'], workingDir: '/app' }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-units-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIGNING_KEY = 'the half that signs'

function planOf(text: string, password = 'secret', of = release, signingKey?: string) {
  const path = join(folder, 'site.yaml')
  writeFileSync(path, text)
  const bundle = { release: of } as Parameters<typeof planLinux>[2]
  const images = new Map([['control-plane', image] as const, ['postgresql', image] as const])
  const secrets = { databasePassword: password, joinToken: '', making: { recipient: RECIPIENT, signingKey } }
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

  test('have the half that signs in a file of root, which the service alone is given, under a name that goes into no backup', () => {
    const { files, nightly } = planOf(NIGHTLY, 'secret', release, SIGNING_KEY)
    const holding = files.filter(({ text }) => text.includes(SIGNING_KEY))
    const path = `${NIGHTLY_SETTINGS}/signing/key`
    expect(holding).toEqual([{ path, text: SIGNING_KEY, mode: 0o600, isSecret: true }])
    const [service] = nightly
    expect(service?.text).toContain(`LoadCredential=.signing-key:${path}\n`)
    const seen = '/run/credentials/fairlead-backup.service/.signing-key'
    expect(service?.text).toContain(`Environment="FAIRLEAD_BACKUP_SIGNING_KEY_FILE=${seen}"`)
    expect(nightly.map(({ text }) => text).join('')).not.toContain(SIGNING_KEY)
    expect(planOf(NIGHTLY).nightly[0]?.text).not.toContain('signing')
    expect(planOf(TEXT, 'secret', release, SIGNING_KEY).files).toEqual(planOf(TEXT).files)
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

test('a release with the same PostgreSQL starts it by the same unit, and one with another by another', () => {
  const unitOf = (of: Release) => planOf(TEXT, 'secret', of).services.find(({ name }) => name === POSTGRESQL_UNIT)
  expect(unitOf({ ...release, counter: 13, version: '0.3.0' })).toEqual(unitOf(release))
  const other = { ...postgresql, digest: `sha256:${'cd'.repeat(32)}` }
  const changed = unitOf({ ...about, images: [other] } as unknown as Release)
  expect(changedSettings(unitOf(release)!.text, changed!.text)).toEqual(['Service.RootDirectory'])
})

test('a licence reaches the control plane as systemd hands it over, and hosts that it may reach stand in its settings', () => {
  for (const name of ['licence', 'keys.json']) writeFileSync(join(folder, name), name)
  const more = `  licence: { file: licence, keysFile: keys.json }\n  egressHosts: [203.0.113.0/24]\n`
  const { files, services } = planOf(TEXT.replace('backup:', `${more}backup:`))
  const unit = services.find(({ name }) => name === CONTROL_PLANE_UNIT)
  const settings = parse(files.find(({ path }) => path === CONTROL_PLANE_FILES.config)!.text) as Record<string, string>
  expect(settings).toMatchObject({ egressHosts: ['203.0.113.0/24'] })
  for (const [setting, name] of [
    ['licenceFile', 'licence'],
    ['licenceKeysFile', 'licence-keys'],
  ] as const) {
    expect(unit?.text).toContain(`LoadCredential=${name}:${CONTROL_PLANE_FILES[name]}\n`)
    expect(settings[setting]).toBe(`/run/credentials/${CONTROL_PLANE_UNIT}/${name}`)
    expect(files.map(({ path }) => path)).toContain(CONTROL_PLANE_FILES[name])
  }
  expect(
    planOf(TEXT)
      .services.map(({ text }) => text)
      .join(''),
  ).not.toContain('licence')
})

test('what is laid into the folder of downloads is handed out by the control plane, which cannot write there', () => {
  const { files, services, data } = planOf(TEXT)
  const config = parse(files.find(({ path }) => path === CONTROL_PLANE_FILES.config)!.text) as object
  expect(config).toMatchObject({ moreDownloadsDir: DOWNLOADS })
  const unit = services.find(({ name }) => name === CONTROL_PLANE_UNIT)
  expect(unit?.text).toContain(`BindReadOnlyPaths=${DOWNLOADS}:${DOWNLOADS}\n`)
  expect(data.map(({ path }) => path)).toContain(DOWNLOADS)
})

test('of a unit that changes, the settings are named', () => {
  const was = '[Unit]\nDescription=a\n[Service]\nUser=x\nEnvironment=A=1\nEnvironment=B=1\n'
  const is = '[Unit]\nDescription=a\n[Service]\nUser=x\nEnvironment=A=1\nEnvironment=B=2\nUMask=0077\n'
  expect(changedSettings(was, is)).toEqual(['Service.Environment', 'Service.UMask'])
  expect(changedSettings(was, was)).toEqual([])
})
