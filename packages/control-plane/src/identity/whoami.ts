import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { departments } from '../db/schema/departments.ts'
import { organizations } from '../db/schema/organizations.ts'
import { projects } from '../db/schema/projects.ts'
import { users } from '../db/schema/users.ts'
import { eq } from 'drizzle-orm'
import { must } from '../lib/invariant.ts'
import { PERMISSIONS } from './permissions.ts'
import { Whoami } from './schemas.ts'

export const whoami = action({
  name: 'session.whoami',
  summary: 'Who you are and what you may do',
  rest: { method: 'get', path: '/whoami' },
  allow: 'signed-in',
  input: z.strictObject({}),
  output: Whoami,
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const [user] = await q.select().from(users).where(eq(users.id, ctx.actor.id))
      const [organization] = await q.select().from(organizations)
      const ids = ctx.access.bindings.map((binding) => binding.scopeId)
      const named = [
        ...(await q
          .select({ id: departments.id, name: departments.name })
          .from(departments)
          .where(inArray(departments.id, ids))),
        ...(await q.select({ id: projects.id, name: projects.name }).from(projects).where(inArray(projects.id, ids))),
      ]
      const { id, email, name } = must(user, 'a signed-in user exists')
      const { id: organizationId, name: organizationName, displayName } = must(organization, 'its organization exists')
      return {
        user: { id, email, name },
        organization: { id: organizationId, name: organizationName, displayName },
        roles: ctx.access.bindings.map(({ role, scopeKind, scopeId, expiresAt }) => ({
          role,
          scope: {
            kind: scopeKind,
            id: scopeId,
            name: scopeKind === 'organization' ? organizationName : (named.find((n) => n.id === scopeId)?.name ?? ''),
          },
          expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
        })),
        permissions: PERMISSIONS.filter((permission) => ctx.access.can(permission)),
        via: ctx.credential.via === 'token' ? ('token' as const) : ('session' as const),
        version: ctx.app.version,
      }
    }),
})
