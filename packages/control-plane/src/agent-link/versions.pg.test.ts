import { CONNECT_PATH, CONNECT_SCHEME, PROTOCOL_VERSION } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, type SceneCluster } from '../../test/scene.ts'
import { TestAgent, connectProof } from '../../test/test-agent.ts'

const plane = useControlPlane()

interface View {
  connected: boolean
  health: string
  healthMessage: string
  agentVersion: string
  agentProtocol: string
  agentSkew: string
}

async function again(cluster: SceneCluster, says: Record<string, unknown>): Promise<TestAgent> {
  return await TestAgent.connect(plane.url(), cluster.id, cluster.key, { says })
}

async function shown(cluster: SceneCluster, protocol: string): Promise<View> {
  return await eventually(`an agent of ${protocol} is shown`, async () => {
    const { body } = await plane.api<View & Record<string, unknown>>('GET', `/clusters/${cluster.name}`)
    return body.agentProtocol === protocol ? body : undefined
  })
}

describe.each([
  ['an agent that is too old', '0.9', 'install the chart fairlead-agent of'],
  ['an agent that is newer than we are', '1.99', 'upgrade the control plane first'],
  ['an agent of another age', '2.0', 'upgrade the control plane first'],
  ['an agent that does not say what it speaks', '', 'speaks no version'],
])('%s', (_, protocol, sentence) => {
  test('is told what is wrong and what to do, and so is whoever looks at its cluster', async () => {
    const cluster = await addCluster(plane, [])
    cluster.agent.terminate()
    const agent = await again(cluster, { protocol, agentVersion: '7.7.7' })
    const { b: error } = await agent.next('error')
    expect(error).toMatchObject({ code: 'unsupported_version', fatal: true })
    expect(error.message).toContain(sentence)
    expect(error.message).toContain(`to ${PROTOCOL_VERSION}`)
    expect((await agent.closed).code).toBe(4426)
    const view = await shown(cluster, protocol)
    expect(view).toMatchObject({ health: 'offline', healthMessage: error.message, agentSkew: 'refused' })
    // It heard nothing else: no work goes to an agent that might read it wrongly.
    expect(agent.frames.map(({ t }) => t)).toEqual(['welcome', 'error'])
    const back = await again(cluster, { agentVersion: plane.plane().app.version })
    expect(await shown(cluster, PROTOCOL_VERSION)).toMatchObject({ agentSkew: 'same', connected: true })
    back.close()
  })
})

test('an agent that offers no subprotocol of ours gets 426 with the reason', async () => {
  const cluster = await addCluster(plane, [])
  const proof = await connectProof(plane.url(), cluster.id, cluster.key)
  const socket = new WebSocket(`${plane.url().replace('http', 'ws')}${CONNECT_PATH}`, 'ap.v9', {
    headers: { authorization: `${CONNECT_SCHEME} ${proof}` },
  })
  socket.on('error', () => undefined)
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve) =>
    socket.once('unexpected-response', (_request, response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
      response.on('end', () => resolve({ status: response.statusCode, text }))
    }),
  )
  expect(answer.status).toBe(426)
  expect(JSON.parse(answer.text)).toMatchObject({
    error: { code: 'UPGRADE_REQUIRED', message: expect.stringContaining('ap.v1'), hint: expect.any(String) },
  })
  cluster.agent.close()
})

test('a message that we do not know is answered, and fields that we do not know are passed over', async () => {
  const cluster = await addCluster(plane, [])
  const envelope = JSON.parse(
    JSON.stringify({ v: 1, id: 'x', sid: cluster.agent.outbox.sid, ep: cluster.agent.outbox.epoch, ack: 0 }),
  ) as object
  // `hello` was the first, the report of nodes the second.
  cluster.agent.sendText(JSON.stringify({ ...envelope, t: 'weather.report', seq: 3, b: { rain: true } }))
  const { b: error } = await cluster.agent.next('error')
  expect(error).toMatchObject({ code: 'unknown_type', fatal: false })
  const hb = { counter: 41, appliedRev: 0, loopAgeMs: 1, queueDepth: 0, mood: 'fine', more: { deep: [1] } }
  cluster.agent.sendText(JSON.stringify({ ...envelope, t: 'hb', seq: 4, b: hb, colour: 'blue' }))
  expect((await cluster.agent.next('hb')).b.counter).toBe(41)
  cluster.agent.close()
})
