import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EgressRefused, createEgress } from './egress.ts'
import { isInside } from './is-inside.ts'
import { EGRESS_MODES } from './modes.ts'

const seen: IncomingMessage[] = []
const server = createServer((request, response) => {
  seen.push(request)
  if (request.url === '/away') response.writeHead(302, { location: 'https://example.com/' })
  response.end('here')
})
let local = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

test.each(EGRESS_MODES)(
  'in mode %s a host of the site answers, and a host that nobody named is refused unasked',
  async (mode) => {
    const egress = createEgress({ mode, hosts: [] })
    expect(await (await egress.fetch(`${local}/x`, { method: 'POST', body: 'y' })).text()).toBe('here')
    await expect(egress.fetch('https://updates.example.com/latest')).rejects.toThrow(EgressRefused)
    await expect(egress.fetch('http://169.254.169.254/latest/meta-data')).rejects.toThrow(
      'a request to 169.254.169.254 was not sent: it is no host of this site',
    )
  },
)

test('a redirect leads nowhere', async () => {
  await expect(createEgress({ mode: 'cloud', hosts: ['example.com'] }).fetch(`${local}/away`)).rejects.toThrow()
})

test.each([
  ['a body', { method: 'POST', body: 'names of projects' }, 'it is a POST'],
  ['a cookie', { headers: { cookie: 'id=1' } }, 'its header cookie'],
  ['an id', { headers: { 'x-site': 'acme' } }, 'its header x-site'],
])('on premises a named host is only read from: %s is not sent', async (_what, init, reason) => {
  const egress = createEgress({ mode: 'onprem', hosts: ['releases.invalid'] })
  await expect(egress.fetch('https://releases.invalid/index.json', init)).rejects.toThrow(reason)
})

test('on premises a plain GET to a named host is tried; its query is not', async () => {
  const egress = createEgress({ mode: 'onprem', hosts: ['releases.invalid'] })
  await expect(egress.fetch('https://releases.invalid/index.json?site=acme')).rejects.toThrow(EgressRefused)
  await expect(egress.fetch('https://releases.invalid/index.json')).rejects.not.toThrow(EgressRefused)
})

test('ranges are named as ranges, and nonsense is refused by its name', async () => {
  const egress = createEgress({ mode: 'airgapped', hosts: ['203.0.113.0/24'] })
  await expect(egress.fetch('http://198.51.100.1/')).rejects.toThrow(EgressRefused)
  const asked = egress.fetch('http://203.0.113.9:9/', { signal: AbortSignal.timeout(50) })
  await expect(asked).rejects.not.toThrow(EgressRefused)
  expect(() => createEgress({ mode: 'airgapped', hosts: ['203.0.113.0/77'] })).toThrow('203.0.113.0/77 is no range')
})

test.each([
  ['127.0.0.1', true],
  ['100.64.0.9', true],
  ['[::1]', true],
  ['10.96.0.1', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.4.4', true],
  ['[fd00::7]', true],
  ['[2606:4700::1111]', false],
  ['localhost', true],
  ['fairlead-0.fairlead.ops.svc', true],
  ['fairlead.ops.svc.cluster.local', true],
  ['svc.example.com', false],
  ['notlocalhost', false],
  ['169.254.169.254', false],
  ['8.8.8.8', false],
])('%s lies within the site: %s', (host, inside) => {
  expect(isInside(host)).toBe(inside)
})
