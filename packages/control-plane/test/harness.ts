import { afterAll, beforeAll } from 'vitest'
import { readConfig } from '../src/config.ts'
import { createControlPlane, type ControlPlane } from '../src/control-plane.ts'
import { apiTokens } from '../src/db/schema/api-tokens.ts'
import { roleBindings } from '../src/db/schema/role-bindings.ts'
import { users } from '../src/db/schema/users.ts'
import type { Role, ScopeKind } from '../src/identity/permissions.ts'
import { newId, newSecret, sha256 } from '../src/lib/ids.ts'
import { createLogger } from '../src/lib/logger.ts'
import { useDatabase } from './database.ts'

export interface Answer<T = Record<string, unknown>> {
  status: number
  body: T
  headers: Headers
}

export type Call = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>

export interface Harness {
  plane: () => ControlPlane
  url: () => string
  /** Calls REST as the first admin. */
  api: Call
  /** Calls REST as a new user with one role. */
  as: (role: Role, scope: { kind: ScopeKind; id: string }) => Promise<Call>
  organizationId: () => string
  /** Of the first admin. */
  token: () => string
}

/** A whole control plane on a database of this test file's own, listening on loopback. */
export function useControlPlane(env: Record<string, string> = {}): Harness {
  const database = useDatabase()
  let plane: ControlPlane
  let admin: { organizationId: string; token: string }

  beforeAll(async () => {
    plane = await startPlane(database.url(), env)
    const [first] = await plane.app.database.system.db.select().from(users)
    if (!first) throw new Error('a new control plane has a first admin')
    admin = { organizationId: first.organizationId, token: await tokenFor(plane, first) }
  })
  afterAll(() => stopPlane(plane))

  return {
    plane: () => plane,
    url: () => plane.app.publicUrl,
    organizationId: () => admin.organizationId,
    token: () => admin.token,
    api: (method, path, body, headers) => call(plane, admin.token, method, path, body, headers),
    as: async (role, scope) => {
      const user = { id: newId(), organizationId: admin.organizationId, email: `${newId()}@example.org`, name: role }
      const { db } = plane.app.database.system
      await db.insert(users).values(user)
      await db.insert(roleBindings).values({
        id: newId(),
        organizationId: user.organizationId,
        userId: user.id,
        role,
        scopeKind: scope.kind,
        scopeId: scope.id,
      })
      const token = await tokenFor(plane, user)
      return (method, path, body, headers) => call(plane, token, method, path, body, headers)
    },
  }
}

export async function startPlane(databaseUrl: string, env: Record<string, string> = {}): Promise<ControlPlane> {
  const config = readConfig({
    FAIRLEAD_PORT: '0',
    FAIRLEAD_LOG_LEVEL: 'silent',
    FAIRLEAD_WEB_DIR: '',
    DATABASE_URL: databaseUrl,
    ...env,
  })
  const plane = await createControlPlane(config, createLogger(config.logLevel))
  for (const service of plane.services) await service.start()
  return plane
}

export async function stopPlane(plane: ControlPlane): Promise<void> {
  for (const service of plane.services.toReversed()) await service.stop()
}

export async function tokenFor(plane: ControlPlane, user: { id: string; organizationId: string }): Promise<string> {
  const token = newSecret('flt')
  await plane.app.database.system.db.insert(apiTokens).values({
    id: newId(),
    organizationId: user.organizationId,
    userId: user.id,
    name: 'test',
    prefix: token.slice(0, 10),
    secretSha256: sha256(token),
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  return token
}

export async function call<T>(
  plane: ControlPlane,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${plane.app.publicUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers }
}

/** Waits until `probe` answers something other than undefined. Fails with `what` after ten seconds. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
