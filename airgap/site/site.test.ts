import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseSite, readAnySite } from './read-site.ts'
import { writeSite } from './write-site.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-site-'))
  for (const name of ['ca.crt', 'auth.json', 'join-token', 'database.url']) writeFileSync(join(folder, name), 'x')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const GOOD = `registry:
  url: https://registry.site.internal:5000
  caFile: ca.crt
ca: [ca.crt]
backend:
  domain: fairlead.site.internal
  expose: {ingress: {}}
  database:
    bundled: {size: 50Gi}
`

test('what is left out has its default, and files are found beside the site file', () => {
  const { value, problems } = parseSite(GOOD, folder)
  expect(problems).toEqual([])
  expect(value).toMatchObject({
    mode: 'airgapped',
    platform: 'auto',
    registry: { project: 'fairlead', caFile: join(folder, 'ca.crt') },
    ca: [join(folder, 'ca.crt')],
    backend: { namespace: 'fairlead', replicas: 2, database: { bundled: { size: '50Gi' } } },
    time: { maxSkewSeconds: 60 },
  })
})

test.each([
  [
    'a key that is not known',
    GOOD.replace('  caFile', '  cafile'),
    'line 3: registry.cafile: there is no such setting',
  ],
  [
    'a key that is missing',
    GOOD.replace('  domain: fairlead.site.internal\n', ''),
    'line 5: backend.domain: is missing',
  ],
  [
    'a value of another kind',
    GOOD.replace('{size: 50Gi}', '{size: 50}'),
    'line 9: backend.database.bundled.size: expected string, received number',
  ],
  [
    'two where one belongs',
    GOOD.replace('{ingress: {}}', '{ingress: {}, nodePort: 30080}'),
    'line 7: backend.expose: must name one of ingress, route and nodePort',
  ],
  [
    'a password in the address',
    GOOD.replace('https://', 'https://me:secret@'),
    'line 2: registry.url: must be scheme, host and port, without a path',
  ],
  [
    'a choice that there is not',
    `mode: offline\n${GOOD}`,
    'line 1: mode: expected one of "airgapped"|"onprem"|"hybrid"',
  ],
  [
    'a host to reach with a scheme',
    GOOD.replace('  domain', '  egressHosts: [https://id.example.com]\n  domain'),
    'line 6: backend.egressHosts.0: must be a name or an address, with a port or without, or a range such as 203.0.113.0/24',
  ],
  [
    'a licence that is not there',
    GOOD.replace('  domain', '  licence:\n    file: away\n    keysFile: ca.crt\n  domain'),
    () => `line 7: backend.licence.file: there is no file ${join(folder, 'away')}`,
  ],
])('%s is an error with its line', (_, text, problem) => {
  expect(parseSite(text, folder).problems).toEqual([typeof problem === 'string' ? problem : problem()])
})

test('a file that is not there is named, and so is text that is no YAML', () => {
  expect(parseSite(GOOD.replace('caFile: ca.crt', 'caFile: away.crt'), folder).problems).toEqual([
    `line 3: registry.caFile: there is no file ${join(folder, 'away.crt')}`,
  ])
  expect(parseSite('registry: {url', folder).problems[0]).toMatch(/^line 1: /)
  expect(() => readAnySite(join(folder, 'none.yaml'))).toThrow('cannot be read')
})

test('what init writes can be read', () => {
  for (const expose of ['ingress', 'route', 'nodePort:30080'] as const) {
    const text = writeSite({
      registryUrl: 'https://registry.site.internal:5000',
      registryCaFile: 'ca.crt',
      registryAuthFile: 'auth.json',
      domain: 'fairlead.site.internal',
      expose,
      ...(expose === 'route' ? { databaseUrlFile: 'database.url' } : { storageClass: 'fast' }),
      projects: ['vision'],
    })
    expect(parseSite(text, folder).problems).toEqual([])
  }
})

test('a site without a registry trusts the authority that serve makes, which need not be there yet, and asks nobody to sign in', () => {
  const served = GOOD.replace('  caFile: ca.crt', '  serve: {}')
  const { value, problems } = parseSite(served, folder)
  expect(problems).toEqual([])
  expect(value).toMatchObject({
    registry: { caFile: join(folder, 'serve/ca.crt'), serve: { folder: join(folder, 'serve') } },
  })
  const wrong = (text: string) => parseSite(text, folder).problems
  expect(wrong(served.replace('serve: {}', 'serve: {}\n  authFile: auth.json'))).toEqual([
    'line 1: registry: has authFile or pullAuthFile beside serve, which asks nobody to sign in',
  ])
  expect(wrong(served.replace('https:', 'http:'))).toEqual([
    expect.stringContaining('must have a url with https where there is serve'),
  ])
  // A certificate of the site has an authority of the site, or one that everybody trusts.
  const given = served.replace('serve: {}', 'serve: { tls: { certFile: ca.crt, keyFile: auth.json } }')
  expect(parseSite(given, folder).value).not.toHaveProperty('registry.caFile')
})

test('answers with serve: before the address make the file of a site without a registry', () => {
  const text = writeSite({
    registryUrl: 'serve:https://images.site.internal:5000',
    domain: 'fairlead.site.internal',
    expose: 'ingress',
  })
  const { value, problems } = parseSite(text, folder)
  expect(problems).toEqual([])
  expect(value).toMatchObject({ registry: { url: 'https://images.site.internal:5000', serve: {} }, ca: [] })
})
