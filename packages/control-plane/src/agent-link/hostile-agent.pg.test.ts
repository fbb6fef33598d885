import fc from 'fast-check'
import { CONNECT_PATH, CONNECT_SCHEME, FRAMES_PER_SECOND_MAX, FRAME_BYTES_MAX, SUBPROTOCOL } from '@fairlead/protocol'
import { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, itemOf, submit } from '../../test/scene.ts'
import { TestAgent, connectProof } from '../../test/test-agent.ts'

const plane = useControlPlane()

async function raw(cluster: { id: string; key: Parameters<typeof connectProof>[2] }): Promise<WebSocket> {
  const proof = await connectProof(plane.url(), cluster.id, cluster.key)
  const socket = new WebSocket(`${plane.url().replace('http', 'ws')}${CONNECT_PATH}`, SUBPROTOCOL, {
    perMessageDeflate: false,
    headers: { authorization: `${CONNECT_SCHEME} ${proof}` },
  })
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('open', resolve))
  return socket
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve))
}

async function stillWorks(): Promise<void> {
  const { agent, name } = await addCluster(plane, [{ name: 'healthy' }])
  const work = await submit(plane.api, 'steady', `ok-${name}`, {
    resources: { cpu: '1m' },
    placement: { clusters: [name] },
  })
  await itemOf(agent, work.id)
  agent.close()
}

test('whatever bytes an agent sends, the session ends with a reason and everybody else goes on', async () => {
  await addProjects(plane, { steady: 0 })
  const cluster = await addCluster(plane, [])
  cluster.agent.close()
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ v: fc.integer(), t: fc.string(), id: fc.string(), seq: fc.integer(), b: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  )
  for (const text of fc.sample(junk, { numRuns: 25, seed: 7 })) {
    const socket = await raw(cluster)
    const code = closeCode(socket)
    socket.send(text)
    socket.send(text)
    expect([4400, 1005, 1006]).toContain(await code)
  }
  const binary = await raw(cluster)
  const code = closeCode(binary)
  binary.send(Buffer.from([1, 2, 3]))
  expect(await code).toBe(4400)
  await stillWorks()
})

test('a frame above the limit, frames out of order and silence instead of a hello each end the session', async () => {
  const cluster = await addCluster(plane, [])
  const large = await raw(cluster)
  const largeCode = closeCode(large)
  large.send('x'.repeat(FRAME_BYTES_MAX + 1))
  expect([1009, 1006]).toContain(await largeCode)

  const agent = await TestAgent.connect(plane.url(), cluster.id, cluster.key)
  agent.outbox.take()
  agent.outbox.push('hb', { counter: 1, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  agent.outbox.take()
  agent.send('hb', { counter: 2, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  expect((await agent.closed).code).toBe(4400)

  const silent = await raw(cluster)
  expect(await closeCode(silent)).toBe(4408)
})

test('a flood of frames closes that session alone', async () => {
  const noisy = await addCluster(plane, [])
  const quiet = await addCluster(plane, [])
  for (let frame = 0; frame < FRAMES_PER_SECOND_MAX * 2; frame += 1) {
    noisy.agent.send('hb', { counter: frame + 1, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  }
  expect((await noisy.agent.closed).code).toBe(4429)
  quiet.agent.send('hb', { counter: 1, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  expect((await quiet.agent.next('hb')).b.counter).toBe(1)
})

test('a message type of a newer agent is answered and not fatal', async () => {
  const { agent } = await addCluster(plane, [])
  agent.outbox.push('hb', { counter: 1, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  agent.sendText((agent.outbox.take() ?? '').replace('"t":"hb"', '"t":"hologram"'))
  expect((await agent.next('error')).b).toMatchObject({ code: 'unknown_type', fatal: false })
  agent.send('hb', { counter: 2, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  expect((await agent.next('hb')).b.counter).toBe(2)
  agent.close()
})

test('an agent that stops reading costs bounded memory and is let go', async () => {
  await plane.api('POST', '/projects', { name: 'bulk', department: 'nobody' })
  const cluster = await addCluster(plane, [{ name: 'sink', cpu: 10_000_000, memory: 10_000_000 }])
  cluster.agent.pause()
  const session = plane.plane().hub.sessionOf(cluster.id)
  const filler = 'x'.repeat(60_000)
  for (let frame = 0; frame < 200; frame += 1)
    session?.send('log.close', { stream: '00000000-0000-7000-8000-000000000000', reason: 'error', message: filler })
  expect(session?.hasRoom).toBe(false)
  await eventually('the session is given up', async () => (session?.isOpen ? undefined : true), 30_000)
  await stillWorks()
})
