import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { AppError } from '../lib/app-error.ts'
import { newId, newSecret, sha256 } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { requireLive } from './internal/require-live.ts'
import { tokenView } from './internal/token-view.ts'
import { isNetwork } from './in-networks.ts'
import { PERMISSIONS } from './permissions.ts'
import { CreatedToken, CreateToken } from './schemas.ts'

export const createToken = action({
  name: 'token.create',
  summary: 'Make a personal token for the CLI or a program',
  rest: { method: 'post', path: '/tokens', status: 201 },
  allow: 'signed-in',
  input: CreateToken,
  output: CreatedToken,
  run: async (ctx, input) => {
    const unknown = input.permissions?.filter((p) => !(PERMISSIONS as readonly string[]).includes(p)) ?? []
    if (unknown.length > 0) {
      throw new AppError('VALIDATION', `there is no permission ${unknown.join(', ')}`, {
        hint: `permissions are: ${PERMISSIONS.join(', ')}`,
        issues: unknown.map((message) => ({ path: 'permissions', message })),
      })
    }
    const lacking = PERMISSIONS.filter((p) => input.permissions?.includes(p) && !ctx.access.canSomewhere(p))
    if (lacking.length > 0)
      throw new AppError('FORBIDDEN', `you lack ${lacking.join(', ')}, so a token of yours cannot have it`)
    const wrong = input.allowedCidrs?.filter((network) => !isNetwork(network)) ?? []
    if (wrong.length > 0) {
      throw new AppError('VALIDATION', `${wrong.join(', ')} is no network`, {
        hint: 'give networks such as 10.0.0.0/8 or fd00::/8, or addresses',
        issues: wrong.map((network) => ({ path: 'allowedCidrs', message: `${network}: not a network` })),
      })
    }
    const bound = ctx.credential.allowedCidrs
    if (bound && input.allowedCidrs) {
      throw new AppError('FORBIDDEN', 'a token that is bound to networks makes tokens of the same networks alone', {
        hint: 'leave the networks out, or sign in',
      })
    }
    // A token that was cut down cannot make itself whole again.
    const permissions =
      input.permissions ??
      (ctx.credential.via === 'token' ? PERMISSIONS.filter((p) => ctx.access.canSomewhere(p)) : null)
    const secret = newSecret('flt')
    return await transaction(ctx, async (tx) => {
      await requireLive(tx.q, ctx)
      const [row] = await tx.q
        .insert(apiTokens)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          userId: ctx.actor.id,
          name: input.name,
          prefix: secret.slice(0, 10),
          secretSha256: sha256(secret),
          permissions,
          allowedCidrs: bound ? [...bound] : (input.allowedCidrs ?? null),
          expiresAt: new Date(ctx.app.clock.now() + input.expiresInDays * 86_400_000),
        })
        .returning()
      const token = must(row, 'an insert answers its row')
      await recordAudit(tx, ctx, 'token.create', { kind: 'token', id: token.id, name: token.name })
      return { token: secret, info: tokenView(token) }
    })
  },
})
