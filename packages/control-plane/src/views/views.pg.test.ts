import { beforeAll, expect, test } from 'vitest'
import { useControlPlane, type Call } from '../../test/harness.ts'
import type { View } from './schemas.ts'

const plane = useControlPlane()
let member: Call
let outsider: Call
let looker: Call

beforeAll(async () => {
  const { api } = plane
  await api('POST', '/departments', { name: 'research' })
  const vision = await api<{ id: string }>('POST', '/projects', { name: 'vision', department: 'research' })
  const speech = await api<{ id: string }>('POST', '/projects', { name: 'speech', department: 'research' })
  member = await plane.as('researcher', { kind: 'project', id: vision.body.id })
  looker = await plane.as('viewer', { kind: 'project', id: vision.body.id })
  outsider = await plane.as('researcher', { kind: 'project', id: speech.body.id })
})

const namesFor = async (call: Call) =>
  (await call<{ items: View[] }>('GET', '/views?page=workloads')).body.items.map(({ name }) => name)
const keep = async (call: Call, view: Record<string, unknown>) =>
  await call<View & { error?: { message: string } }>('POST', '/views', { search: { q: 'state:failed' }, ...view })

test('a view is seen by its owner alone, by readers of its project, or by everybody', async () => {
  expect((await keep(member, { name: 'mine' })).status).toBe(201)
  expect((await keep(member, { name: 'ours', scope: 'project', project: 'vision' })).status).toBe(201)
  expect((await keep(plane.api, { name: 'for all', scope: 'organization' })).status).toBe(201)
  expect(await namesFor(member)).toEqual(['for all', 'mine', 'ours'])
  expect(await namesFor(looker)).toEqual(['for all', 'ours'])
  expect(await namesFor(outsider)).toEqual(['for all'])
  expect(await namesFor(plane.api), 'an admin reads every project, and nobody else’s own').toEqual(['for all', 'ours'])
})

test('sharing needs the right to, where it is shared; a view of one’s own needs none', async () => {
  expect((await keep(looker, { name: 'just looking' })).status).toBe(201)
  expect((await keep(looker, { name: 'x', scope: 'project', project: 'vision' })).status).toBe(403)
  expect((await keep(member, { name: 'x', scope: 'organization' })).status).toBe(403)
  expect((await keep(member, { name: 'x', scope: 'project', project: 'speech' })).status).toBe(404)
  expect((await keep(member, { name: 'x', scope: 'project' })).body.error?.message).toContain('needs the project')
})

test('a shared view is changed by its owner and by those who look after the place, and by nobody else', async () => {
  const { body: view } = await keep(member, { name: 'week', scope: 'project', project: 'vision' })
  expect((await looker('PATCH', `/views/${view.id}`, { name: 'taken' })).status).toBe(403)
  expect((await outsider('PATCH', `/views/${view.id}`, { name: 'taken' })).status).toBe(404)
  const changed = await member<View>('PATCH', `/views/${view.id}`, { search: { q: 'gpu:>4' } })
  expect(changed.body).toMatchObject({ name: 'week', scope: 'project', search: { q: 'gpu:>4' } })
  expect((await plane.api('DELETE', `/views/${view.id}`)).status).toBe(200)
  expect(await namesFor(member)).not.toContain('week')
  const { body: own } = await keep(member, { name: 'own again', scope: 'project', project: 'vision' })
  await member('PATCH', `/views/${own.id}`, { scope: 'personal' })
  expect(await namesFor(looker)).not.toContain('own again')
  const { body } = await plane.api<{ items: { action: string }[] }>('GET', `/audit?object=${view.id}`)
  expect(body.items.map(({ action }) => action)).toEqual(['view.delete', 'view.update', 'view.create'])
})
