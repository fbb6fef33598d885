import { expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { TestAgent, connectProof, enrol, newKey } from '../../test/test-agent.ts'
import { agentKeys } from '../db/schema/agent-keys.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'

const plane = useControlPlane()
let count = 0

async function newCluster(): Promise<{ id: string; name: string; token: string }> {
  const name = `cluster-${(count += 1)}`
  const { body } = await plane.api<{ cluster: { id: string }; join: { token: string } }>('POST', '/clusters', { name })
  return { id: body.cluster.id, name, token: body.join.token }
}

test('a join token raced by fifty agents makes exactly one identity', async () => {
  const cluster = await newCluster()
  const keys = await Promise.all(Array.from({ length: 50 }, () => newKey()))
  const answers = await Promise.all(keys.map((key) => enrol(plane.url(), cluster.token, key)))
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  const rows = await plane
    .plane()
    .app.database.system.db.select()
    .from(agentKeys)
    .where(eq(agentKeys.clusterId, cluster.id))
  expect(rows).toHaveLength(1)
})

test('after a lost reply the same key gets the same answer, and another key gets none', async () => {
  const cluster = await newCluster()
  const key = await newKey()
  const first = await enrol(plane.url(), cluster.token, key)
  const again = await enrol(plane.url(), cluster.token, key)
  expect(again).toEqual(first)
  expect((await enrol(plane.url(), cluster.token, await newKey())).status).toBe(401)
})

test('an expired, revoked, unknown or spent token all get the very same answer', async () => {
  const { db } = plane.plane().app.database.system
  const expired = await newCluster()
  await db
    .update(joinTokens)
    .set({ expiresAt: new Date(0) })
    .where(eq(joinTokens.clusterId, expired.id))
  const revoked = await newCluster()
  await db.update(joinTokens).set({ revokedAt: new Date() }).where(eq(joinTokens.clusterId, revoked.id))
  const spent = await newCluster()
  await enrol(plane.url(), spent.token, await newKey())
  const answers = await Promise.all(
    [expired.token, revoked.token, spent.token, `flj_${'x'.repeat(43)}`].map(async (token) =>
      enrol(plane.url(), token, await newKey()),
    ),
  )
  const shapes = answers.map(({ status, body }) => ({ status, code: body.error?.code, message: body.error?.message }))
  for (const shape of shapes) expect(shape).toEqual(shapes[0])
  expect(shapes[0]?.status).toBe(401)
})

test('a proof for another token, audience, purpose or key is refused and spends nothing', async () => {
  const cluster = await newCluster()
  const key = await newKey()
  for (const wrong of [
    { proofToken: 'another-token-entirely' },
    { audience: 'http://elsewhere' },
    { typ: 'agent-pop+jwt' },
    { nonce: '1.bad' },
    { signWith: await newKey() },
  ]) {
    expect((await enrol(plane.url(), cluster.token, key, wrong)).status, JSON.stringify(Object.keys(wrong))).toBe(401)
  }
  expect((await enrol(plane.url(), cluster.token, key)).status).toBe(201)
})

test("nobody enrols another cluster's key, and a cluster is who it first was", async () => {
  const [one, two] = [await newCluster(), await newCluster()]
  const key = await newKey()
  await enrol(plane.url(), one.token, key, { clusterUid: 'the-first' })
  expect((await enrol(plane.url(), two.token, key)).status).toBe(409)
  const { body } = await plane.api<{ token: string }>('POST', `/clusters/${one.name}/join-token`, {})
  expect((await enrol(plane.url(), body.token, await newKey(), { clusterUid: 'an-impostor' })).status).toBe(409)
  const fresh = await plane.api<{ token: string }>('POST', `/clusters/${one.name}/join-token`, {})
  expect((await enrol(plane.url(), fresh.body.token, await newKey(), { clusterUid: 'the-first' })).status).toBe(201)
})

test('a connection needs a fresh proof by a known key, whatever its header claims', async () => {
  const cluster = await newCluster()
  const other = await newCluster()
  const key = await newKey()
  await enrol(plane.url(), cluster.token, key)
  const url = plane.url()
  const stranger = await newKey()
  const attempts = {
    'another audience': await connectProof(url, cluster.id, key, { aud: `${url}/elsewhere` }),
    'another issuer': await connectProof(url, other.id, key),
    'an old nonce': await connectProof(url, cluster.id, key, { nonce: '1.x' }),
    'a long life': await connectProof(url, cluster.id, key, { expiresIn: '1h' }),
    'the purpose of enrolment': await connectProof(url, cluster.id, key, { typ: 'agent-enrol+jwt' }),
    "a stranger's signature": await connectProof(url, cluster.id, key, { signWith: stranger }),
    'a key in its own header': await connectProof(url, cluster.id, stranger, {
      kid: stranger.thumbprint,
      header: { jwk: stranger.jwk },
    }),
    'no algorithm': `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'agent-pop+jwt', kid: key.thumbprint })).toString('base64url')}.e30.`,
  }
  for (const [what, proof] of Object.entries(attempts)) {
    await expect(TestAgent.connect(url, cluster.id, key, { proof }), what).rejects.toThrow('refused with 401')
  }
})

test('a proof works once, on any replica', async () => {
  const cluster = await newCluster()
  const key = await newKey()
  await enrol(plane.url(), cluster.token, key)
  const proof = await connectProof(plane.url(), cluster.id, key)
  const agent = await TestAgent.connect(plane.url(), cluster.id, key, { proof })
  await expect(TestAgent.connect(plane.url(), cluster.id, key, { proof })).rejects.toThrow('refused with 401')
  agent.close()
})

test('a page in a browser cannot open the socket of an agent', async () => {
  const cluster = await newCluster()
  const key = await newKey()
  await enrol(plane.url(), cluster.token, key)
  for (const headers of [{ origin: 'https://evil.example' }, { cookie: 'fairlead_session=x' }]) {
    await expect(TestAgent.connect(plane.url(), cluster.id, key, { headers })).rejects.toThrow('refused with 403')
  }
})

test('a revoked cluster loses its open session, and cannot come back', async () => {
  const cluster = await newCluster()
  const key = await newKey()
  await enrol(plane.url(), cluster.token, key)
  const agent = await TestAgent.connect(plane.url(), cluster.id, key)
  await plane.api('DELETE', `/clusters/${cluster.name}`)
  expect((await agent.closed).code).toBe(4403)
  await expect(TestAgent.connect(plane.url(), cluster.id, key)).rejects.toThrow('refused with 401')
})

test('no secret of an enrolment is kept or logged', async () => {
  const cluster = await newCluster()
  await enrol(plane.url(), cluster.token, await newKey())
  const { sql } = plane.plane().app.database.system
  const text = await eventually('tables are readable', async () => {
    const parts = await Promise.all(
      ['join_tokens', 'audit_entries', 'clusters', 'agent_keys', 'changes'].map((table) =>
        sql.unsafe(`select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`),
      ),
    )
    return parts.map((rows) => String((rows[0] as { all?: string } | undefined)?.all)).join(' ')
  })
  expect(text).toContain(cluster.id)
  expect(text).not.toContain(cluster.token)
})
