import { PROBE_CLUSTER_HEADER, PROBE_PATH, PROBE_TOKEN_HEADER, PROTOCOL_VERSION, ProbeAnswer } from '@fairlead/protocol'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { useControlPlane } from '../../test/harness.ts'
import { enrol, newKey } from '../../test/test-agent.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'

const plane = useControlPlane()
let count = 0

async function newCluster(): Promise<{ id: string; name: string; token: string }> {
  const name = `probed-${(count += 1)}`
  const { body } = await plane.api<{ cluster: { id: string }; join: { token: string } }>('POST', '/clusters', { name })
  return { id: body.cluster.id, name, token: body.join.token }
}

function open(headers: Record<string, string> = {}): WebSocket {
  return new WebSocket(`${plane.url().replace(/^http/, 'ws')}${PROBE_PATH}`, { headers })
}

function message(socket: WebSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve((data as Buffer).toString('utf8')))
    socket.once('error', reject)
  })
}

async function ask(headers: Record<string, string> = {}): Promise<ProbeAnswer> {
  const socket = open(headers)
  try {
    return ProbeAnswer.parse(JSON.parse(await message(socket)))
  } finally {
    socket.terminate()
  }
}

test('a probe hears our versions and its own word again, with no identity and no token', async () => {
  const socket = open()
  const answer = ProbeAnswer.parse(JSON.parse(await message(socket)))
  expect(answer).toMatchObject({ version: plane.plane().app.version, token: 'none', enrolledAs: [] })
  expect(answer.protocols.at(-1)).toBe(PROTOCOL_VERSION)
  expect(answer.cluster).toBeUndefined()
  socket.send('still here')
  expect(await message(socket)).toBe('still here')
  socket.close()
})

test('a token is looked at and not spent', async () => {
  const { name, token } = await newCluster()
  const headers = { [PROBE_TOKEN_HEADER]: token, [PROBE_CLUSTER_HEADER]: 'uid-of-its-own' }
  const expected = { token: 'good', cluster: { name, isEnrolled: false, isElsewhere: false }, enrolledAs: [] }
  expect(await ask(headers)).toMatchObject(expected)
  expect(await ask(headers)).toMatchObject(expected)
  expect((await enrol(plane.url(), token, await newKey())).status).toBe(201)
  expect(await ask(headers)).toMatchObject({ token: 'bad' })
})

test('expired, revoked, unknown and spent tokens all get the very same answer', async () => {
  const { db } = plane.plane().app.database.system
  const [expired, revoked, spent] = [await newCluster(), await newCluster(), await newCluster()]
  await db
    .update(joinTokens)
    .set({ expiresAt: new Date(0) })
    .where(eq(joinTokens.clusterId, expired.id))
  await db.update(joinTokens).set({ revokedAt: new Date() }).where(eq(joinTokens.clusterId, revoked.id))
  await enrol(plane.url(), spent.token, await newKey())
  const tokens = [expired.token, revoked.token, spent.token, `flj_${'x'.repeat(43)}`]
  const answers = await Promise.all(tokens.map((token) => ask({ [PROBE_TOKEN_HEADER]: token })))
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], token: 'bad' })
})

test('a cluster that has enrolled hears where, and under which other name it is known', async () => {
  const [one, two] = [await newCluster(), await newCluster()]
  await enrol(plane.url(), one.token, await newKey(), { clusterUid: 'here' })
  const { body } = await plane.api<{ token: string }>('POST', `/clusters/${one.name}/join-token`, {})
  const asked = async (token: string, uid: string) =>
    await ask({ [PROBE_TOKEN_HEADER]: token, [PROBE_CLUSTER_HEADER]: uid })
  expect(await asked(body.token, 'here')).toMatchObject({ cluster: { isEnrolled: true, isElsewhere: false } })
  expect(await asked(body.token, 'there')).toMatchObject({ cluster: { isEnrolled: true, isElsewhere: true } })
  expect(await asked(two.token, 'here')).toMatchObject({ cluster: { isEnrolled: false }, enrolledAs: [one.name] })
})

test('probes are few, small and never from a page', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { cookie: 'fairlead_session=x' }])
    await expect(ask(headers as unknown as Record<string, string>)).rejects.toThrow('403')
  const held = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const socket = open()
      await message(socket)
      return socket
    }),
  )
  await expect(ask()).rejects.toThrow('503')
  const closed = new Promise<number>((resolve) => held[0]!.once('close', resolve))
  held[0]!.send('x'.repeat(65))
  expect(await closed).toBe(1009)
  for (const socket of held) socket.terminate()
  await expect
    .poll(() =>
      ask().then(
        ({ token }) => token,
        () => 'busy',
      ),
    )
    .toBe('none')
})
