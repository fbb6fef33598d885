import { expect, test } from 'vitest'
import { call, useControlPlane } from '../../test/harness.ts'

const plane = useControlPlane({ FAIRLEAD_TRUST_PROXY: 'true' })

interface Made {
  token: string
  info: { id: string; name: string; expiresAt: string; replacedBy: string | null; allowedCidrs: string[] | null }
}
const make = async (body: Record<string, unknown>) =>
  (await plane.api<Made>('POST', '/tokens', { name: 'ci', ...body })).body
const useFrom = async (token: string, ip: string) =>
  await call<{ error: { message: string } }>(plane.plane(), token, 'GET', '/whoami', undefined, {
    'x-forwarded-for': ip,
  })
const list = async () =>
  (
    await plane.api<{ items: (Made['info'] & { lastUsedIp: string | null; lastUsedAt: string | null })[] }>(
      'GET',
      '/tokens',
    )
  ).body.items

test('a token with networks is refused elsewhere, which does not count as use', async () => {
  const { token, info } = await make({ allowedCidrs: ['10.0.0.0/8', 'fd00::/8'] })
  const refused = await useFrom(token, '192.0.2.7')
  expect(refused.status).toBe(401)
  expect(refused.body.error.message).toBe('this token may not be used from 192.0.2.7')
  expect((await list()).find(({ id }) => id === info.id)?.lastUsedAt).toBeNull()
  const other = await make({ allowedCidrs: ['10.0.0.0/8'] })
  expect((await useFrom(other.token, '10.4.5.6')).status).toBe(200)
  expect((await list()).find(({ id }) => id === other.info.id)?.lastUsedIp).toBe('10.4.5.6')
})

test('an address that the caller has written into the header does not help: the last one is the proxy’s own', async () => {
  const { token } = await make({ allowedCidrs: ['10.0.0.0/8'] })
  const spoofed = await useFrom(token, '10.4.5.6, 192.0.2.7')
  expect(spoofed.status).toBe(401)
  expect(spoofed.body.error.message).toBe('this token may not be used from 192.0.2.7')
  expect((await useFrom(token, '192.0.2.7, 10.4.5.6')).status).toBe(200)
})

test('networks that are none are refused by name, and a limited token hands its limits on', async () => {
  const { status, body } = await plane.api<{ error: { message: string } }>('POST', '/tokens', {
    name: 'x',
    allowedCidrs: ['10.0.0.0/8', 'office'],
  })
  expect(status).toBe(400)
  expect(body.error.message).toBe('office is no network')
  const { token } = await make({ allowedCidrs: ['10.0.0.0/8'] })
  const child = await call<Made>(
    plane.plane(),
    token,
    'POST',
    '/tokens',
    { name: 'child' },
    { 'x-forwarded-for': '10.1.1.1' },
  )
  expect(child.body.info.allowedCidrs).toEqual(['10.0.0.0/8'])
})

test('a token is replaced by one that may the same, and works on for the overlap alone', async () => {
  const { token, info } = await make({
    permissions: ['workload:read'],
    allowedCidrs: ['10.0.0.0/8'],
    expiresInDays: 30,
  })
  const { status, body } = await plane.api<Made>('POST', `/tokens/${info.id}/rotate`, { overlapHours: 2 })
  expect(status).toBe(201)
  expect(body.info).toMatchObject({ name: 'ci', permissions: ['workload:read'], allowedCidrs: ['10.0.0.0/8'] })
  const old = (await list()).find(({ id }) => id === info.id)
  expect(old?.replacedBy).toBe(body.info.id)
  expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeLessThan(2 * 3_600_000 + 60_000)
  expect((await useFrom(token, '10.0.0.1')).status).toBe(200)
  expect((await useFrom(body.token, '10.0.0.1')).status).toBe(200)
  expect((await plane.api('POST', `/tokens/${info.id}/rotate`, {})).status).toBe(409)
  const now = await plane.api<Made>('POST', `/tokens/${body.info.id}/rotate`, { overlapHours: 0 })
  expect(now.status).toBe(201)
  const another = await make({ permissions: ['workload:read'] })
  const { info: whole } = await make({})
  const stolen = await call(plane.plane(), another.token, 'POST', `/tokens/${whole.id}/rotate`, {})
  expect(stolen.status, 'a token that may little takes the place of one that may all').toBe(403)
})
