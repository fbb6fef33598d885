import { createServer } from 'node:http'
import { createServer as createPlainServer, type AddressInfo } from 'node:net'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { V1Node } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAuthority } from '../../e2e/kubernetes/cluster/certificates.ts'
import type { Host } from '../cli/host.ts'
import { RegistryClient } from '../registry/registry-client.ts'
import { parseSite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { certificateIn, certificateOfDatabase, certificatesIn, checkCertificates } from './check-certificates.ts'
import { checkPlaces } from './check-places.ts'
import { checkRoom } from './check-room.ts'
import { tellAccelerators } from './cluster/check-accelerators.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-checks-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('folders: one that cannot be written to and a Helm that may not run are failures with what to do', () => {
  const host = { cwd: home, env: { FAIRLEAD_AIRGAP_STATE: join(home, 'state') } } as unknown as Host
  mkdirSync(join(home, 'bin'))
  writeFileSync(join(home, 'bin/helm'), '#!/bin/sh\n', { mode: 0o755 })
  expect(checkPlaces(host, home)).toMatchObject({ id: 'B5', result: 'pass' })
  chmodSync(join(home, 'bin/helm'), 0o644)
  expect(checkPlaces(host, home)).toMatchObject({ result: 'fail', fix: expect.stringContaining('without noexec') })
  writeFileSync(join(home, 'file'), '')
  const nowhere = { ...host, cwd: join(home, 'file/below') }
  expect(checkPlaces(nowhere, home)).toMatchObject({ result: 'fail', fix: expect.stringContaining('out/') })
  const stateless = { ...host, env: { FAIRLEAD_AIRGAP_STATE: join(home, 'file/state') } }
  expect(checkPlaces(stateless, home)).toMatchObject({ result: 'fail', fix: expect.stringContaining('_STATE') })
})

test('certificates are held against every clock, and a real one is read', async () => {
  const authority = await createAuthority('the site')
  const real = certificateIn('the registry', Buffer.from(authority.certificate))
  expect(checkCertificates([real], [], Date.now())).toMatchObject({
    id: 'T2',
    result: expect.stringMatching(/pass|warn/),
  })
  const [day, now] = [86_400_000, Date.parse('2026-06-01')]
  const certificate = { of: 'the registry', from: now - day, until: now + 100 * day }
  const check = (at: number) => checkCertificates([certificate], [{ of: 'database', at: new Date(at) }], now)
  expect(check(now)).toMatchObject({
    result: 'pass',
    seen: '1 certificate(s) at 2 clock(s), the first ends 2026-09-09 00:00',
  })
  expect(check(now - 2 * day)).toMatchObject({ result: 'fail', seen: expect.stringContaining('begins at 2026-05-31') })
  expect(check(now + 101 * day)).toMatchObject({ result: 'fail', seen: expect.stringContaining('at database') })
  expect(checkCertificates([{ ...certificate, until: now + day }], [], now)).toMatchObject({ result: 'warn' })
  expect(checkCertificates([], [], now)).toMatchObject({ result: 'pass', seen: 'there are none' })
})

test('every certificate in a file is held against the clocks, and a file without one is an error', async () => {
  const [one, two] = [await createAuthority('one'), await createAuthority('two')]
  const file = join(home, 'ca.crt')
  writeFileSync(file, `# of the site\n${one.certificate}\n${two.certificate}`)
  const found = certificatesIn([file, undefined, file])
  expect(found.map(({ of }) => of)).toEqual([`${file} (1 of 2)`, `${file} (2 of 2)`])
  expect(checkCertificates(found, [], Date.parse('2000-01-01'))).toMatchObject({
    result: 'fail',
    seen: expect.stringContaining('ca.crt (2 of 2) begins at'),
  })
  writeFileSync(file, 'no certificate')
  expect(() => certificatesIn([file])).toThrow('holds no certificate in PEM')
})

test('the certificate of a PostgreSQL is seen behind its own question, and one without TLS has none', async () => {
  const authority = await createAuthority('the site')
  const { certificate: cert, key } = await authority.issue({ commonName: 'database', hosts: ['127.0.0.1'] })
  const context = createSecureContext({ cert, key })
  for (const [answer, of] of [
    ['S', 'the database'],
    ['N', undefined],
    ['E something', undefined],
  ] as const) {
    const server = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        socket.write(answer)
        if (answer === 'S')
          new TLSSocket(socket, { isServer: true, secureContext: context }).on('error', () => undefined)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const found = await certificateOfDatabase('the database', `postgres://a:b@127.0.0.1:${port}/c`)
    expect(found?.of).toBe(of)
    if (of !== undefined) expect(checkCertificates([found!], [], 0)).toMatchObject({ result: 'fail' })
    server.close()
  }
})

test.each([
  [200, { quota: { hard: { storage: 1e9 }, used: { storage: 2e8 } } }, 'pass', '800.0 MB of 1.0 GB free in site'],
  [200, { quota: { hard: { storage: 1e9 }, used: { storage: 9.5e8 } } }, 'fail', '50.0 MB of 1.0 GB free in site'],
  [200, { quota: { hard: { storage: -1 }, used: { storage: 0 } } }, 'pass', 'site has no limit'],
  [404, {}, 'pass', 'this registry does not tell'],
  [200, { something: 'else' }, 'pass', 'this registry does not tell'],
])('room in the registry: %d %j is a %s', async (status, body, result, seen) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new RegistryClient({ url })
  const { value } = parseSite(`registry: {url: "${url}", project: site/fairlead}\n`, '/')
  expect(await checkRoom(value as Site, client, () => Promise.resolve(1e8))).toMatchObject({ id: 'R9', result, seen })
  expect(asked).toEqual(['/api/v2.0/projects/site/summary'])
  client.close()
  server.close()
})

test('devices are counted, hardware without a plugin is named, and what is optional is listed', () => {
  const node = (allocatable: Record<string, string>, labels: Record<string, string> = {}) =>
    ({ metadata: { labels }, status: { allocatable } }) as V1Node
  const gpus = [node({ 'nvidia.com/gpu': '8', cpu: '4' }), node({ 'nvidia.com/gpu': '4' }), node({ cpu: '4' })]
  expect(tellAccelerators(gpus, ['metrics.k8s.io', 'jobset.x-k8s.io'])).toEqual({
    id: 'A5',
    what: 'devices and measures',
    result: 'pass',
    seen: '12 nvidia.com/gpu on 2 node(s); with metrics-server, JobSet',
  })
  expect(tellAccelerators([], [])).toMatchObject({ result: 'warn', seen: 'no devices' })
  const bare = [node({ cpu: '4' }, { 'feature.node.kubernetes.io/pci-0302_10de.present': 'true' })]
  expect(tellAccelerators(bare, ['metrics.k8s.io'])).toMatchObject({
    result: 'warn',
    fix: expect.stringContaining('1 node(s) have NVIDIA hardware and offer no nvidia.com/gpu'),
  })
})
