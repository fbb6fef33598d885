import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { CONNECT_PATH, NONCE_PATH } from '@fairlead/protocol'
import { expect, test } from 'vitest'
import { atEnd } from '../../test/at-end.ts'
import { startPlane, temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { until } from '../../test/until.ts'
import { enrol } from '../enrol/enrol.ts'
import { loadAgentKey } from '../identity/agent-key.ts'
import { folderStore } from '../identity/identity-store.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { Dialer } from './dial.ts'
import { createEndpoint } from './endpoint.ts'

async function dialer(
  origin: string,
  clusterId: string,
  stateDir = temporaryFolder(),
  clock: Clock = systemClock,
): Promise<Dialer> {
  return new Dialer({
    endpoint: createEndpoint({ url: origin, env: {} }),
    key: await loadAgentKey(folderStore(stateDir)),
    clusterId,
    bootId: 'boot-00000001',
    clock,
  })
}

async function enrolled() {
  const plane = await startPlane()
  const stateDir = temporaryFolder()
  const { clusterId } = await enrol({
    endpoint: createEndpoint({ url: plane.origin, env: {} }),
    key: await loadAgentKey(folderStore(stateDir)),
    token: plane.newToken(),
    clusterUid: 'host-1',
    driver: 'simulated',
    agentVersion: '0.1.0',
    clock: systemClock,
    random: () => 0,
    log: testLogger(),
    signal: new AbortController().signal,
  })
  return { plane, stateDir, clusterId }
}

test('a proof with a fresh nonce opens the connection, without compression', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const result = await (await dialer(plane.origin, clusterId, stateDir)).dial()
  expect(result.kind).toBe('open')
  expect(plane.headers['sec-websocket-extensions']).toBeUndefined()
  expect(plane.headers.origin).toBeUndefined()
  expect(plane.upgrades).toBe(1)
})

test('a nonce that has grown old is renewed once, at once', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const agent = await dialer(plane.origin, clusterId, stateDir)
  agent.learn({ nextNonce: 'of yesterday', serverTime: new Date().toISOString() })
  expect((await agent.dial()).kind).toBe('open')
  expect(plane.upgrades).toBe(2)
})

test('a nonce of a session long ago is not even tried', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const clock = new ManualClock()
  const agent = await dialer(plane.origin, clusterId, stateDir, clock)
  agent.learn({ nextNonce: 'of yesterday', serverTime: new Date().toISOString() })
  await clock.advance(120_000)
  expect((await agent.dial()).kind).toBe('open')
  expect(plane.upgrades).toBe(1)
})

test('a key that the control plane does not know is refused after one renewal, not asked for ever', async () => {
  const { plane, clusterId } = await enrolled()
  const result = await (await dialer(plane.origin, clusterId)).dial()
  expect(result).toMatchObject({ kind: 'refused', status: 401 })
  expect(plane.upgrades).toBe(2)
})

test('a clock that is wrong by years still gives a good proof', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const result = await (await dialer(plane.origin, clusterId, stateDir, new ManualClock())).dial()
  expect(result.kind).toBe('open')
})

test('a redirect is not followed, with the proof least of all', async () => {
  const seen: string[] = []
  const server = http.createServer((request, response) => {
    seen.push(request.url ?? '')
    response.end(JSON.stringify({ nonce: 'n' }))
  })
  server.on('upgrade', (request, socket) => {
    seen.push(request.url ?? '')
    socket.end(`HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:${port}/elsewhere\r\ncontent-length: 0\r\n\r\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  atEnd(() => void server.close())
  const result = await (await dialer(`http://127.0.0.1:${port}`, crypto.randomUUID())).dial()
  expect(result).toMatchObject({ kind: 'refused', status: 302 })
  expect(seen).toEqual([NONCE_PATH, CONNECT_PATH])
})

test('a server that is not there is a failure, not an error', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const { origin } = plane
  await plane.stop()
  expect(await (await dialer(origin, clusterId, stateDir)).dial()).toMatchObject({ kind: 'failed' })
})

test('the first frame is heard even when it comes together with the upgrade', async () => {
  const { plane, stateDir, clusterId } = await enrolled()
  const result = await (await dialer(plane.origin, clusterId, stateDir)).dial()
  if (result.kind !== 'open') throw new Error(result.kind)
  await new Promise((resolve) => {
    setTimeout(resolve, 50)
  })
  const heard: string[] = []
  result.socket.on('message', (data) => heard.push((data as Buffer).toString('utf8')))
  result.socket.resume()
  await until(() => heard.length > 0, 'the welcome was heard')
  expect(JSON.parse(heard[0] ?? '')).toMatchObject({ t: 'welcome', seq: 1 })
})
