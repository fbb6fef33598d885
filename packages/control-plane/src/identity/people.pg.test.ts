import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, eventually, startPlane, stopPlane, tokenFor, useControlPlane, type Call } from '../../test/harness.ts'
import type { ControlPlane } from '../control-plane.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { organizations } from '../db/schema/organizations.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { userSessions } from '../db/schema/user-sessions.ts'
import { users } from '../db/schema/users.ts'
import { newId } from '../lib/ids.ts'

const plane = useControlPlane()
let other: ControlPlane
let vision: string
beforeAll(async () => {
  other = await startPlane(plane.plane().app.database.url)
  await plane.api('POST', '/departments', { name: 'research' })
  vision = (await plane.api<{ id: string }>('POST', '/projects', { name: 'vision', department: 'research' })).body.id
})
afterAll(() => stopPlane(other))

const PASSWORD = 'correct horse battery'
interface Refusal {
  error: { code: string; message: string; hint: string | null }
}
interface Detail {
  id: string
  email: string
  state: string
  roles: { role: string; scope: { kind: string; id: string; name: string }; expiresAt: string | null }[]
  sessions: number
  tokens: number
  setupLinkExpiresAt: string | null
  lastSeenAt: string | null
  sharedViews: number
  work: { running: number; waiting: number }
}

let count = 0
/** Somebody new, with the secret of their link. */
async function invite(role = 'viewer', scope?: { kind: string; id: string }) {
  const email = `person-${(count += 1)}@example.org`
  const { body } = await plane.api<{ user: Detail; link: string }>('POST', '/users', {
    email,
    name: 'Person',
    role,
    ...(scope ? { scope } : {}),
  })
  return { email, id: body.user.id, link: secretOf(body.link) }
}

/** Somebody who has set a password, with a token. */
async function settle(role = 'viewer', scope?: { kind: string; id: string }) {
  const person = await invite(role, scope)
  expect((await post('/setup-links/redeem', { link: person.link, password: PASSWORD })).status).toBe(201)
  const token = await tokenFor(plane.plane(), { id: person.id, organizationId: plane.organizationId() })
  const api: Call = (method, path, body) => call(plane.plane(), token, method, path, body)
  return { ...person, token, api }
}

function secretOf(link: string): string {
  return link.split('#')[1] ?? ''
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${plane.url()}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function signIn(email: string): Promise<string> {
  const answer = await post('/sessions', { email, password: PASSWORD })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const detail = async (ref: string) => (await plane.api<Detail>('GET', `/users/${ref}`)).body
const through = (which: ControlPlane, token: string) => call(which, token, 'GET', '/whoami')

test('a user is found by id and by email, with what they get in with and what they do', async () => {
  const person = await settle('researcher', { kind: 'project', id: vision })
  await person.api('POST', '/workloads', { project: 'vision', name: 'theirs', spec: { command: ['true'] } })
  await person.api('POST', '/views', { name: 'theirs', scope: 'project', project: 'vision', search: {} })
  const found = await detail(person.email.toUpperCase())
  expect(found).toMatchObject({ id: person.id, state: 'active', sessions: 1, tokens: 1, sharedViews: 1 })
  expect(found.work).toEqual({ running: 0, waiting: 1 })
  expect(found.lastSeenAt).not.toBeNull()
  expect(found.roles).toEqual([
    { role: 'researcher', scope: { kind: 'project', id: vision, name: 'vision' }, expiresAt: null },
  ])
  expect((await detail(person.id)).email).toBe(person.email)
  const { status, body } = await plane.api<Refusal>('GET', '/users/who@example.org')
  expect([status, body.error.hint]).toEqual([404, 'list what there is with: fairlead user ls'])
})

test('a new set-up link takes the place of the old one, and a password that is set anew signs others out', async () => {
  const person = await invite()
  const made = await plane.api<{ link: string }>('POST', `/users/${person.email}/setup-link`)
  expect(made.status).toBe(201)
  expect((await post('/setup-links/inspect', { link: person.link })).status).toBe(404)
  const link = secretOf(made.body.link)
  expect((await post('/setup-links/redeem', { link, password: PASSWORD })).status).toBe(201)
  const session = await signIn(person.email)
  const again = await plane.api<{ link: string }>('POST', `/users/${person.id}/setup-link`)
  const renewed = { link: secretOf(again.body.link), password: 'another long password' }
  expect((await post('/setup-links/redeem', renewed)).status).toBe(201)
  expect((await fetch(`${plane.url()}/api/v1/whoami`, { headers: { cookie: session } })).status).toBe(401)
  expect((await detail(person.id)).sessions).toBe(1)
})

test('a role at a place is replaced, ends by itself, and is taken away, and counts at once on every replica', async () => {
  const person = await settle('viewer')
  const can = async (which: ControlPlane) =>
    (await call<{ permissions: string[] }>(which, person.token, 'GET', '/whoami')).body.permissions
  expect(await can(other)).not.toContain('workload:submit')
  const set = (scope: string, body: Record<string, unknown>) =>
    plane.api<Detail & Refusal>('PUT', `/users/${person.email}/roles/${scope}`, body)
  expect((await set('organization', { role: 'researcher' })).body.roles).toMatchObject([{ role: 'researcher' }])
  expect(await can(plane.plane())).toContain('workload:submit')
  await eventually('the other replica knows', async () =>
    (await can(other)).includes('workload:submit') ? true : undefined,
  )
  const soon = new Date(Date.now() + 1500).toISOString()
  expect((await set(vision, { role: 'viewer', expiresAt: soon })).body.roles).toHaveLength(2)
  await eventually('the role has ended', async () => ((await detail(person.id)).roles.length === 1 ? true : undefined))
  expect((await plane.api('DELETE', `/users/${person.email}/roles/organization`)).status).toBe(200)
  expect((await person.api<{ roles: unknown[] }>('GET', '/whoami')).body.roles).toEqual([])

  expect((await set(vision, { role: 'admin' })).body.error.message).toBe('the role admin cannot be given at a project')
  expect((await set('vision', { role: 'viewer' })).status).toBe(400)
  expect((await set(vision, { role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400)
  const none = await plane.api<Refusal>('DELETE', `/users/${person.email}/roles/organization`)
  expect([none.status, none.body.error.message]).toEqual([
    409,
    `${person.email} has no role at the organization default`,
  ])
})

test('disabling ends sessions, tokens and the link at once, on every replica; enabling brings none of them back', async () => {
  const person = await settle()
  const { body } = await plane.api<{ link: string }>('POST', `/users/${person.id}/setup-link`)
  const session = await signIn(person.email)
  // Both replicas remember who this is.
  for (const which of [plane.plane(), other]) expect((await through(which, person.token)).status).toBe(200)
  const ended = await plane.api('POST', `/users/${person.email}/disable`)
  expect(ended.body).toMatchObject({ sessions: 2, tokens: 1, user: { state: 'disabled' } })
  expect((await through(plane.plane(), person.token)).status).toBe(401)
  await eventually('the other replica refuses', async () =>
    (await through(other, person.token)).status === 401 ? true : undefined,
  )
  expect((await post('/sessions', { email: person.email, password: PASSWORD })).status).toBe(401)
  expect((await post('/setup-links/inspect', { link: secretOf(body.link) })).status).toBe(404)
  const again = await plane.api<Refusal>('POST', `/users/${person.email}/disable`)
  expect([again.status, again.body.error.message]).toEqual([409, `${person.email} is disabled already`])
  const link = await plane.api<Refusal>('POST', `/users/${person.email}/setup-link`)
  expect([link.status, link.body.error.hint]).toEqual([409, `let them in first: fairlead user enable ${person.email}`])

  expect((await plane.api('POST', `/users/${person.email}/enable`)).body['state']).toBe('active')
  expect((await through(plane.plane(), person.token)).status).toBe(401)
  expect((await fetch(`${plane.url()}/api/v1/whoami`, { headers: { cookie: session } })).status).toBe(401)
  expect((await post('/sessions', { email: person.email, password: PASSWORD })).status).toBe(201)
  expect((await plane.api('POST', `/users/${person.email}/enable`)).status).toBe(409)
})

test('an open stream ends with the credential that opened it, and begins anew when roles change', async () => {
  const person = await settle()
  const open = async (which: ControlPlane) => {
    const answer = await fetch(`${which.app.publicUrl}/trpc/live.changes`, {
      headers: { authorization: `Bearer ${person.token}`, accept: 'text/event-stream' },
    })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('reset')) text += (await reader.read()).value ?? ''
    return async () => {
      for (;;) {
        const { value, done } = await reader.read()
        text += value ?? ''
        if (done || /serialized-error[^]*\n\n/.test(text)) return text
      }
    }
  }
  const first = await open(other)
  await plane.api('PUT', `/users/${person.id}/roles/organization`, { role: 'researcher' })
  expect(await first()).toContain('your roles have changed')
  const streams = [await open(plane.plane()), await open(other)]
  await plane.api('POST', `/users/${person.id}/sign-out`, { tokens: true })
  for (const rest of streams) expect(await rest()).toContain('UNAUTHENTICATED')
})

test('signing out ends browsers, and tokens only when asked', async () => {
  const person = await settle()
  await signIn(person.email)
  const one = await plane.api('POST', `/users/${person.email}/sign-out`)
  expect(one.body).toMatchObject({ sessions: 2, tokens: 0 })
  expect((await person.api('GET', '/whoami')).status).toBe(200)
  const two = await plane.api('POST', `/users/${person.email}/sign-out`, { tokens: true })
  expect(two.body).toMatchObject({ sessions: 0, tokens: 1 })
  expect((await person.api('GET', '/whoami')).status).toBe(401)
})

test('nothing that is made while somebody is disabled works after they are let in again', async () => {
  const person = await settle()
  const tries = Array.from({ length: 12 }, async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, index * 5))
    if (index % 2 === 0) return await person.api('POST', '/tokens', { name: `race-${index}` })
    return await post('/sessions', { email: person.email, password: PASSWORD })
  })
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect((await plane.api('POST', `/users/${person.id}/disable`)).status).toBe(200)
  await Promise.all(tries)
  await plane.api('POST', `/users/${person.id}/enable`)
  expect(await detail(person.id)).toMatchObject({ sessions: 0, tokens: 0 })
})

test('a removed user is gone, their email is free, and what others use of theirs stays', async () => {
  const { db } = plane.plane().app.database.system
  const person = await settle('researcher', { kind: 'project', id: vision })
  await person.api('POST', '/workloads', { project: 'vision', name: 'left-behind', spec: { command: ['true'] } })
  await person.api('POST', '/views', { name: 'shared', scope: 'project', project: 'vision', search: {} })
  await person.api('POST', '/views', { name: 'own', search: {} })
  const removed = await plane.api('DELETE', `/users/${person.email}`)
  expect(removed.body).toMatchObject({ sessions: 1, tokens: 1, views: 1, user: { id: person.id } })
  expect((await person.api('GET', '/whoami')).status).toBe(401)
  expect((await plane.api('GET', `/users/${person.id}`)).status).toBe(404)
  for (const table of [roleBindings, apiTokens, userSessions])
    expect(await db.select().from(table).where(eq(table.userId, person.id))).toEqual([])
  const { body } = await plane.api<{ items: { name: string; owner: { id: string } }[] }>('GET', '/views?page=workloads')
  expect(body.items.find(({ name }) => name === 'shared')?.owner.id).not.toBe(person.id)
  expect(body.items.some(({ name }) => name === 'own')).toBe(false)
  const work = await plane.api<{ createdBy: { name: string } }>('GET', '/workloads/left-behind?project=vision')
  expect(work.body.createdBy.name).toBe(person.email)
  const again = await plane.api('POST', '/users', { email: person.email, name: 'Again', role: 'viewer' })
  expect(again.status).toBe(201)
  const withdrawn = await plane.api('DELETE', `/users/${person.email}`)
  expect(withdrawn.body).toMatchObject({ user: { state: 'invited' }, sessions: 0, tokens: 0 })
})

test('the last admin stays, whichever way they would go, and nobody shuts themselves out', async () => {
  const { db } = plane.plane().app.database.system
  const [first] = await db.select().from(users).where(eq(users.email, 'admin@localhost.localdomain'))
  const admin = await settle('admin')
  // The first admin has set no password, an invited one has not yet, and one whose role ends does not stay.
  await invite('admin')
  const guest = await settle('viewer')
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  await plane.api('PUT', `/users/${guest.id}/roles/organization`, { role: 'admin', expiresAt: soon })
  const ways: [string, string, unknown?][] = [
    ['POST', `/users/${admin.id}/disable`],
    ['DELETE', `/users/${admin.id}`],
    ['DELETE', `/users/${admin.id}/roles/organization`],
    ['PUT', `/users/${admin.id}/roles/organization`, { role: 'viewer' }],
    ['PUT', `/users/${admin.id}/roles/organization`, { role: 'admin', expiresAt: soon }],
  ]
  for (const [method, path, body] of ways) {
    const refused = await plane.api<Refusal>(method, path, body)
    expect(refused.status, `${method} ${path}`).toBe(409)
    expect(refused.body.error.message).toBe(`${admin.email} is the last admin who can sign in`)
  }
  const own = await plane.api<Refusal>('DELETE', `/users/${first?.id}`)
  expect([own.status, own.body.error.message]).toEqual([409, 'you cannot remove yourself'])
  const second = await settle('admin')
  expect((await plane.api('POST', `/users/${admin.id}/disable`)).status).toBe(200)
  expect((await plane.api('DELETE', `/users/${second.id}`)).status).toBe(409)
  await plane.api('POST', `/users/${admin.id}/enable`)
})

/** New admins, the only ones who have a password. */
async function onlyAdmins(count: number) {
  const admins = await Promise.all(Array.from({ length: count }, () => settle('admin')))
  const { body } = await plane.api<{ items: Detail[] }>('GET', '/users')
  for (const { id, state, roles } of body.items) {
    const isOther = state !== 'invited' && roles.some(({ role }) => role === 'admin')
    if (isOther && !admins.some((admin) => admin.id === id)) await plane.api('DELETE', `/users/${id}`)
  }
  // Each is known to its replica before, so that nothing but the transaction decides.
  await Promise.all(admins.map(({ api }) => api('GET', '/whoami')))
  return admins
}

test('of admins who give up their role at one moment one stays', async () => {
  for (let round = 0; round < 3; round += 1) {
    const admins = await onlyAdmins(3)
    const answers = await Promise.all(admins.map(({ api, id }) => api('DELETE', `/users/${id}/roles/organization`)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 409])
  }
})

test('of admins who disable each other at one moment whoever lost their rights first takes nobody else’s', async () => {
  for (let round = 0; round < 3; round += 1) {
    const admins = await onlyAdmins(4)
    const answers = await Promise.all(
      admins.map(({ api }, at) => api('POST', `/users/${admins[(at + 1) % admins.length]!.id}/disable`)),
    )
    const states = await Promise.all(admins.map(async ({ id }) => (await detail(id)).state))
    expect(states.filter((state) => state === 'disabled')).toHaveLength(
      answers.filter(({ status }) => status === 200).length,
    )
    expect(states).toContain('active')
    for (const [at, { status }] of answers.entries())
      if (status !== 200) expect([status, states[at]]).toEqual([401, 'disabled'])
  }
})

test('a token that was cut down makes nobody who may more than it', async () => {
  const { body } = await plane.api<{ token: string }>('POST', '/tokens', {
    name: 'people',
    permissions: ['user:write', 'user:read'],
  })
  const person = await settle('researcher')
  const weak = <T>(method: string, path: string, sent?: unknown) =>
    call<T>(plane.plane(), body.token, method, path, sent)
  const requests: [string, string, unknown?][] = [
    ['POST', '/users', { email: 'mallory@example.org', name: 'M', role: 'admin' }],
    ['PUT', `/users/${person.id}/roles/organization`, { role: 'admin' }],
    ['POST', `/users/${person.id}/setup-link`],
  ]
  for (const [method, path, sent] of requests) {
    const refused = await weak<Refusal>(method, path, sent)
    expect(refused.status, path).toBe(403)
    expect(refused.body.error.message).toContain('and so cannot let somebody else have it')
  }
  expect((await weak('POST', `/users/${person.id}/disable`)).status).toBe(200)
})

test('somebody of another organization is nobody here, by id or by email, whatever is asked for', async () => {
  const { db } = plane.plane().app.database.system
  const [organizationId, id] = [newId(), newId()]
  const email = 'chief@elsewhere.example'
  await db.insert(organizations).values({ id: organizationId, name: 'elsewhere', displayName: 'Elsewhere' })
  await db.insert(users).values({ id, organizationId, email, name: 'Chief' })
  for (const ref of [id, email])
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['DELETE', '', undefined],
      ['POST', '/disable', {}],
      ['POST', '/enable', {}],
      ['POST', '/setup-link', {}],
      ['POST', '/sign-out', {}],
      ['PUT', `/roles/${vision}`, { role: 'viewer' }],
      ['DELETE', `/roles/${vision}`, undefined],
    ] as const)
      expect((await plane.api<Refusal>(method, `/users/${ref}${path}`, body)).body).toMatchObject({
        error: { code: 'NOT_FOUND', message: expect.stringMatching(`user .*${ref}`) },
      })
  expect(await db.select().from(users).where(eq(users.id, id))).toMatchObject([{ email, disabledAt: null }])
})
