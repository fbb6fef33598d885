import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, submit } from '../../test/scene.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import { LICENCE_TYPE } from './read-licence.ts'
import type { LicenceStatus } from './schemas.ts'

const folder = mkdtempSync(join(tmpdir(), 'fairlead-licence-'))
const file = join(folder, 'licence')
const plane = useControlPlane({ FAIRLEAD_LICENCE_FILE: file, FAIRLEAD_LICENCE_KEYS_FILE: join(folder, 'keys.json') })
let ours: CryptoKey
let foreign: CryptoKey

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  ours = pair.privateKey
  foreign = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA' }
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [jwk] }))
  await addProjects(plane, { vision: 8 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function put(
  terms: Record<string, unknown>,
  { key = ours, typ = LICENCE_TYPE, kid = 'k1' } = {},
): Promise<string> {
  const body = { id: 'lic-1', organization: 'Harbour Labs', issuedAt: '2026-01-01T00:00:00Z', ...terms }
  const text = await new CompactSign(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid })
    .sign(key)
  writeFileSync(file, `${text}\n`)
  return text
}

async function status(): Promise<LicenceStatus> {
  const { status: code, body } = await plane.api<LicenceStatus>('GET', '/licence')
  expect(code).toBe(200)
  return body
}

test('a licence is read when it is laid down, without a restart, and counts what is used', async () => {
  expect(await status()).toMatchObject({ state: 'unreadable', warnings: [expect.stringContaining('ENOENT')] })
  await put({ expiresAt: '2999-01-01T00:00:00Z', limits: { clusters: 1, gpus: 8 } })
  expect(await status()).toMatchObject({ state: 'valid', terms: { organization: 'Harbour Labs' }, warnings: [] })
})

test('beyond its limits and its end it warns, and work is taken and started', async () => {
  const { agent, name } = await addCluster(plane, [{ name: 'n1', gpus: 8 }])
  await addCluster(plane, [{ name: 'n2', gpus: 4 }])
  await put({ expiresAt: '2026-02-01T00:00:00Z', limits: { clusters: 1, gpus: 8, users: 0 } })
  const { state, use, warnings } = await status()
  expect({ state, gpus: use.gpus }).toEqual({ state: 'expired', gpus: 12 })
  expect(warnings).toHaveLength(4)
  const work = await submit(plane.api, 'vision', 'goes-on', { resources: { gpu: 1 }, placement: { clusters: [name] } })
  await inPhase(plane.api, work.id, 'ASSIGNED')
  agent.close()
})

test('what is changed, signed by somebody else, or no licence is refused by its reason', async () => {
  const text = await put({})
  const [head = '', , signature = ''] = text.split('.')
  const forged = Buffer.from(JSON.stringify({ id: 'lic-1', organization: 'Me' })).toString('base64url')
  writeFileSync(file, [head, forged, signature].join('.'))
  expect((await status()).warnings[0]).toContain('its signature does not fit its content')
  await put({}, { key: foreign })
  expect((await status()).warnings[0]).toContain('its signature does not fit its content')
  await put({}, { key: foreign, kid: 'k2' })
  expect((await status()).warnings[0]).toContain('signed by a key that is not trusted here')
  await put({}, { typ: 'JWT' })
  expect((await status()).warnings[0]).toContain('it is signed, but it is no licence')
  await put({ limits: { moons: 3 } })
  expect((await status()).warnings[0]).toContain('limits')
  writeFileSync(file, 'hello')
  expect((await status()).warnings[0]).toContain('it is not in the form of a licence')
})

test('a clock that is set back does not bring a licence to life again', async () => {
  const { app } = plane.plane()
  await put({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
  expect((await status()).state).toBe('valid')
  const [entry] = await app.database.system.db.select().from(auditEntries).limit(1)
  if (!entry) throw new Error('nothing was written down so far')
  const { id: _id, ...rest } = entry
  await app.database.system.db.insert(auditEntries).values({ ...rest, at: new Date(Date.now() + 7_200_000) })
  expect((await status()).state).toBe('expired')
})
