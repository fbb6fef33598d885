import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Release } from '../release/release.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { backendObjects, databasePlace } from './backend-objects.ts'
import { egressRules } from './egress-rules.ts'
import { backendOf, clusterOf } from './plan.ts'
import { backendValues, clusterValues, LICENCE_SECRET } from './values.ts'

const digest = `sha256:${'a'.repeat(64)}` as const
const image = (role: string) => ({ role, repository: `fairlead-${role}`, digest })
const release = { images: ['control-plane', 'agent', 'postgresql'].map(image) } as unknown as Release
const SITE = `registry: { url: 'https://registry.site:5000' }
ca: [ca.crt]
backend:
  domain: fairlead.site
  expose: { ingress: {} }
  database: { external: { urlFile: database.url } }
cluster: { controlPlane: 'https://fairlead.site', projects: [vision] }
`
const BUNDLED = SITE.replace('{ external: { urlFile: database.url } }', '{ bundled: {} }')

const folder = mkdtempSync(join(tmpdir(), 'fairlead-values-'))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  write('ca.crt', 'an authority')
  write('database.url', 'postgres://fairlead:first@database.site:6432/fairlead\n')
})

function read(text: string): Site {
  write('site.yaml', text)
  return readAnySite(join(folder, 'site.yaml')) as Site
}

interface Values {
  config: object
  database: object
  licence?: object
  networkPolicy?: object
  podAnnotations: Record<string, string>
}

function backend(text = SITE): Values {
  const site = read(text)
  return backendValues(site, backendOf(site), release, databasePlace(backendOf(site))) as Values
}

function agentPods(): Record<string, string> {
  const site = read(SITE)
  return (clusterValues(site, clusterOf(site), release) as Values).podAnnotations
}

test('another authority makes new pods of the control plane and of the agent, and the same one makes none', () => {
  const [plane, agent] = [backend(), agentPods()]
  expect([backend(), agentPods()]).toEqual([plane, agent])
  write('ca.crt', 'another authority')
  expect(backend().podAnnotations).toMatchObject({
    'checksum/ca': expect.not.stringMatching(plane.podAnnotations['checksum/ca']!),
    'checksum/database': plane.podAnnotations['checksum/database'],
  })
  expect(agentPods()['checksum/ca']).not.toBe(agent['checksum/ca'])
})

test('another password in the address of the database makes new pods, which do not show it', () => {
  const before = backend()
  expect(before.database).toMatchObject({ port: 6432 })
  write('database.url', 'postgres://fairlead:second@database.site:6432/fairlead\n')
  const after = backend()
  expect(after.podAnnotations['checksum/database']).not.toBe(before.podAnnotations['checksum/database'])
  expect(after.podAnnotations['checksum/ca']).toBe(before.podAnnotations['checksum/ca'])
  expect(JSON.stringify([before, after])).not.toMatch(/first|second/)
})

test('of the bundled database, whose address stays as it is, pods say nothing', () => {
  const { podAnnotations } = backend(BUNDLED)
  expect(Object.keys(podAnnotations)).toEqual(['checksum/ca'])
})

test('a licence goes into a Secret that the chart is told of, and a renewed one makes no new pods', () => {
  write('licence', 'signed')
  write('licence-keys.json', '{"keys":[]}')
  const text = BUNDLED.replace('  domain', '  licence: { file: licence, keysFile: licence-keys.json }\n  domain')
  const values = backend(text)
  expect(values.licence).toEqual({ existingSecret: LICENCE_SECRET })
  const site = read(text)
  const secret = backendObjects(site, backendOf(site), release, { isOpenShift: false, databasePassword: '' }).find(
    ({ metadata }) => metadata.name === LICENCE_SECRET,
  )
  const text64 = (content: string) => Buffer.from(content).toString('base64')
  expect(secret?.['data']).toEqual({ licence: text64('signed'), 'keys.json': text64('{"keys":[]}') })
  write('licence', 'renewed')
  expect(backend(text)).toEqual(values)
  expect(backend(BUNDLED).licence).toBeUndefined()
})

test('a claim with further downloads is mounted by the chart', () => {
  const values = backend(BUNDLED.replace('  domain', '  downloads: { claim: shared-downloads }\n  domain'))
  expect(values).toMatchObject({ downloads: { existingClaim: 'shared-downloads' } })
  expect(backend(BUNDLED)).not.toHaveProperty('downloads')
})

test('hosts outside of the site are told to the control plane and let through by its network policy', () => {
  const { config, networkPolicy } = backend(BUNDLED.replace('  domain', '  egressHosts: [id.example.com]\n  domain'))
  expect(config).toMatchObject({ egressHosts: ['id.example.com'] })
  expect(networkPolicy).toEqual({ egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }] })
  expect(backend(BUNDLED).config).not.toHaveProperty('egressHosts')
  expect(backend(BUNDLED).networkPolicy).toBeUndefined()
})

test('addresses and ranges are let through as they are, and names by their ports', () => {
  const tcp = (port: number) => ({ port, protocol: 'TCP' })
  const to = (cidr: string) => [{ ipBlock: { cidr } }]
  const hosts = ['203.0.113.0/24', '198.51.100.7:8443', '[2001:db8::1]', 'mail.example.com:587', 'id.example.com']
  expect(egressRules(hosts)).toEqual([
    { to: to('203.0.113.0/24') },
    { to: to('198.51.100.7/32'), ports: [tcp(8443)] },
    { to: to('2001:db8::1/128') },
    { ports: [tcp(443), tcp(587)] },
  ])
  expect(egressRules([])).toEqual([])
})
