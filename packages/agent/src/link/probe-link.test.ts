import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { NONCE_PATH, PROBE_PATH, PROBE_TOKEN_HEADER, PROTOCOL_VERSION } from '@fairlead/protocol'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { atEnd } from '../../test/at-end.ts'
import { createEndpoint } from './endpoint.ts'
import { probeLink, skewOf } from './probe-link.ts'

const ANSWER = { version: '1.0.0', protocols: [PROTOCOL_VERSION], token: 'none', enrolledAs: [] }

/** A control plane as far as probes see one. */
async function plane(options: { cutMs?: number; isOld?: boolean; isMute?: boolean } = {}) {
  const heard: http.IncomingHttpHeaders[] = []
  const server = http.createServer((request, response) =>
    request.url === NONCE_PATH ? response.end('{"nonce":"1"}') : response.writeHead(404).end(),
  )
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'ap.v1' })
  server.on('upgrade', (request, socket, head) => {
    heard.push(request.headers)
    if (options.isOld || request.url !== PROBE_PATH)
      return socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (probe) => {
      probe.send(JSON.stringify(ANSWER))
      if (!options.isMute) probe.on('message', (data) => probe.send(data))
      if (options.cutMs !== undefined) setTimeout(() => probe.terminate(), options.cutMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    for (const probe of sockets.clients) probe.terminate()
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

const endpointOf = (url: string, env: NodeJS.ProcessEnv = {}) => createEndpoint({ url, env })

test('an open way is told with name, answer, version and a silence that was survived', async () => {
  const { origin, heard } = await plane()
  const seen = await probeLink({ endpoint: endpointOf(origin), token: 'a-token', clusterUid: 'uid', idleMs: 50 })
  expect(seen).toMatchObject({
    name: { address: '127.0.0.1' },
    reach: { status: 200, date: expect.stringContaining('GMT') },
    socket: { answer: ANSWER, skew: { theirs: 'same', speaks: PROTOCOL_VERSION } },
    idle: { ms: 50 },
  })
  expect(heard[0]?.[PROBE_TOKEN_HEADER]).toBe('a-token')
})

test('a socket that is cut while it is silent is told with when', async () => {
  const { origin } = await plane({ cutMs: 30 })
  const { idle } = await probeLink({ endpoint: endpointOf(origin), idleMs: 20_000 })
  expect(idle).toMatchObject({ cutMs: expect.any(Number), error: expect.any(String) })
})

test('no silence is tried where none is asked for, and a control plane without probes says its status', async () => {
  const { origin } = await plane()
  expect((await probeLink({ endpoint: endpointOf(origin), idleMs: 0 })).idle).toBeUndefined()
  const old = await plane({ isOld: true })
  expect(await probeLink({ endpoint: endpointOf(old.origin), idleMs: 50 })).toMatchObject({
    reach: { status: 200 },
    socket: { status: 404 },
  })
})

test('a name without an address and a port without a listener are told as what they are', async () => {
  const nowhere = await probeLink({ endpoint: endpointOf('http://nowhere.invalid'), idleMs: 0 })
  expect(nowhere).toMatchObject({ name: { error: expect.stringContaining('nowhere.invalid') } })
  const { origin } = await plane()
  const closed = await probeLink({ endpoint: endpointOf(origin.replace(/\d+$/, '1')), idleMs: 0 })
  expect(closed).toMatchObject({ reach: { error: expect.stringContaining('ECONNREFUSED') } })
})

test('it goes through the proxy that the agent would go through', async () => {
  const asked: string[] = []
  const proxy = http.createServer()
  proxy.on('connect', (request: http.IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  atEnd(() => proxy.close())
  const { port } = proxy.address() as AddressInfo
  const endpoint = endpointOf('https://control.plane.invalid', { HTTPS_PROXY: `http://127.0.0.1:${port}` })
  expect(await probeLink({ endpoint, idleMs: 0 })).toMatchObject({ reach: { error: expect.any(String) } })
  expect(asked).toEqual(['control.plane.invalid:443'])
})

test('versions lie to each other as the protocol has it: N to N-3', () => {
  const known = ['1.0', '1.1', '1.2', '1.3', '1.4']
  expect(skewOf(['1.1', '1.2', '1.3', '1.4'], known)).toEqual({ theirs: 'same', speaks: '1.4' })
  expect(skewOf(['1.0', '1.1'], known)).toEqual({ theirs: 'older', speaks: '1.1' })
  expect(skewOf(['1.0'], known)).toEqual({ theirs: 'older' })
  expect(skewOf(['1.4', '1.5', '1.6', '1.7'], known)).toEqual({ theirs: 'newer', speaks: '1.4' })
  expect(skewOf(['1.5', '1.6', '1.7', '1.8'], known)).toEqual({ theirs: 'newer' })
  expect(skewOf(['x'], known)).toEqual({ theirs: 'unreadable' })
})
