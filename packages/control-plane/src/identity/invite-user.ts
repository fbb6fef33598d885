import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { departments } from '../db/schema/departments.ts'
import { projects } from '../db/schema/projects.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { users } from '../db/schema/users.ts'
import type { Tx } from '../db/tx.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { newSetupLink } from './new-setup-link.ts'
import { viewUsers } from './internal/user-view.ts'
import { ROLE_TABLE } from './permissions.ts'
import { InvitedUser, InviteUser } from './schemas.ts'

export const inviteUser = action({
  name: 'user.invite',
  summary: 'Add a user with a role; answers a one-time link for them to set a password',
  rest: { method: 'post', path: '/users', status: 201 },
  allow: 'user:write',
  input: InviteUser,
  output: InvitedUser,
  run: async (ctx, input) => {
    ctx.access.require('user:write')
    const scope = input.scope ?? { kind: 'organization' as const, id: ctx.organizationId }
    if (!ROLE_TABLE[input.role].at.includes(scope.kind)) {
      throw new AppError('VALIDATION', `the role ${input.role} cannot be given at a ${scope.kind}`, {
        hint: `it can be given at: ${ROLE_TABLE[input.role].at.join(', ')}`,
      })
    }
    return await transaction(ctx, async (tx) => {
      await requireScope(tx, ctx.organizationId, scope)
      const [user] = await tx.q
        .insert(users)
        .values({ id: newId(), organizationId: ctx.organizationId, email: input.email, name: input.name })
        .onConflictDoNothing()
        .returning()
      if (!user) throw new AppError('CONFLICT', `${input.email} is a user already`)
      await tx.q.insert(roleBindings).values({
        id: newId(),
        organizationId: ctx.organizationId,
        userId: user.id,
        role: input.role,
        scopeKind: scope.kind,
        scopeId: scope.id,
      })
      const link = await newSetupLink(tx, user, ctx.app.publicUrl, ctx.app.clock.now())
      await recordAudit(
        tx,
        ctx,
        'user.invite',
        { kind: 'user', id: user.id, name: user.email },
        { role: input.role, scope },
      )
      await tx.changed('user', user.id)
      const [view] = await viewUsers(tx.q, [user])
      return { user: must(view, 'one user in, one view out'), link }
    })
  },
})

async function requireScope(tx: Tx, organizationId: string, scope: { kind: string; id: string }): Promise<void> {
  if (scope.kind === 'organization') {
    if (scope.id !== organizationId) throw notFound('organization', scope.id)
    return
  }
  const table = scope.kind === 'department' ? departments : projects
  const [row] = await tx.q.select({ id: table.id }).from(table).where(eq(table.id, scope.id))
  if (!row) throw notFound(scope.kind, scope.id)
}
