import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { organizations } from '../db/schema/organizations.ts'
import { userSessions } from '../db/schema/user-sessions.ts'
import { users } from '../db/schema/users.ts'
import { ensureFirstAdmin } from './ensure-first-admin.ts'

const plane = useControlPlane()
const PASSWORD = 'correct horse battery'

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${plane.url()}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

async function freshLink(): Promise<string> {
  const { app } = plane.plane()
  const link = await ensureFirstAdmin(app, app.publicUrl, app.clock.now())
  return link?.split('#')[1] ?? ''
}

test('a start that is to print no link makes none', async () => {
  const { app } = plane.plane()
  expect(await ensureFirstAdmin(app, app.publicUrl, app.clock.now(), { withLink: false })).toBeUndefined()
})

test('the one-time link works once, also when two browsers race for it', async () => {
  const link = await freshLink()
  expect(await (await post('/setup-links/inspect', { link })).json()).toMatchObject({
    organization: 'Default organization',
  })
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      post('/setup-links/redeem', { link, password: PASSWORD, email: 'Root@Example.org', name: 'Root' }),
    ),
  )
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  expect((await post('/setup-links/redeem', { link, password: PASSWORD })).status).toBe(404)
})

test('once an admin has a password, a start makes no further link', async () => {
  expect(await freshLink()).toBe('')
})

test('a short password is refused with the rule', async () => {
  const answer = await post('/setup-links/redeem', { link: `flu_${'x'.repeat(40)}`, password: 'short' })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('at least 12')
})

test('signing in sets a cookie that scripts and other sites cannot use, and signing out ends it', async () => {
  const answer = await post('/sessions', { email: 'root@example.org', password: PASSWORD })
  expect(answer.status).toBe(201)
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Strict/i)
  const session = cookie.split(';')[0] ?? ''
  const whoami = () => fetch(`${plane.url()}/api/v1/whoami`, { headers: { cookie: session } })
  expect(await (await whoami()).json()).toMatchObject({ user: { email: 'root@example.org' }, via: 'session' })

  for (const origin of [undefined, 'https://evil.example', 'null']) {
    const foreign = await fetch(`${plane.url()}/api/v1/departments`, {
      method: 'POST',
      headers: { cookie: session, 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) },
      body: JSON.stringify({ name: 'forged' }),
    })
    expect(foreign.status).toBe(403)
  }
  const out = await fetch(`${plane.url()}/api/v1/sessions/current`, {
    method: 'DELETE',
    headers: { cookie: session, origin: plane.url() },
  })
  expect(out.status).toBe(200)
  const [row] = await plane.plane().app.database.system.db.select().from(userSessions)
  expect(row?.secretSha256.toString('utf8')).not.toContain(session.split('=')[1])
})

test('a wrong password and an unknown user get the very same answer, and guessing is slowed down', async () => {
  const strip = async (answer: Response) => {
    const { error } = (await answer.json()) as { error: Record<string, unknown> }
    return { status: answer.status, ...error, requestId: '' }
  }
  const wrong = await strip(await post('/sessions', { email: 'root@example.org', password: 'not it at all' }))
  const unknown = await strip(await post('/sessions', { email: 'who@example.org', password: 'not it at all' }))
  expect(wrong).toEqual(unknown)
  const guesses = await Promise.all(
    Array.from({ length: 15 }, () => post('/sessions', { email: 'target@example.org', password: 'guess' })),
  )
  expect(guesses.some((answer) => answer.status === 429)).toBe(true)
})

test('a token is shown once, kept as a hash, and ends when it is revoked or expires', async () => {
  const { db } = plane.plane().app.database.system
  const made = await plane.api<{ token: string; info: { id: string } }>('POST', '/tokens', {
    name: 'ci',
    permissions: ['workload:read'],
  })
  const use = (token: string) =>
    fetch(`${plane.url()}/api/v1/workloads`, { headers: { authorization: `Bearer ${token}` } })
  const { token, info } = made.body
  expect((await use(token)).status).toBe(200)
  const [row] = await db.select().from(apiTokens).where(eq(apiTokens.id, info.id))
  expect(JSON.stringify(row)).not.toContain(token)

  const beyond = await fetch(`${plane.url()}/api/v1/departments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x' }),
  })
  expect(beyond.status).toBe(403)
  await plane.api('DELETE', `/tokens/${info.id}`)
  let status = 200
  for (let turn = 0; turn < 60 && status === 200; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    status = (await use(token)).status
  }
  expect(status).toBe(401)
})

test('a credential that is wrong is an error, never a way in as nobody', async () => {
  for (const authorization of ['Bearer nonsense', 'Bearer flt_unknown', 'Basic cm9vdDpyb290', 'Bearer']) {
    const answer = await fetch(`${plane.url()}/api/v1/setup-links/inspect`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ link: `flu_${'x'.repeat(40)}` }),
    })
    expect(answer.status, authorization).toBe(401)
  }
})

test('a disabled user and a suspended organization end every credential', async () => {
  const { db } = plane.plane().app.database.system
  const call = await plane.as('researcher', { kind: 'organization', id: plane.organizationId() })
  await db.update(organizations).set({ suspendedAt: new Date() })
  expect((await call('GET', '/whoami')).status).toBe(401)
  await db.update(organizations).set({ suspendedAt: null })
  const other = await plane.as('viewer', { kind: 'organization', id: plane.organizationId() })
  await db.update(users).set({ disabledAt: new Date() }).where(eq(users.name, 'viewer'))
  expect((await other('GET', '/whoami')).status).toBe(401)
})
