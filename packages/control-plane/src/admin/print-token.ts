import { recordAudit } from '../audit/record.ts'
import { ConfigError, type Config } from '../config.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { newId, newSecret, sha256 } from '../lib/ids.ts'
import { asOwner } from './owner.ts'

const MINUTES_MAX = 24 * 60

/** A short-lived token of a user, or of the first admin. */
export async function printToken(
  config: Config,
  options: { email?: string | undefined; name?: string | undefined; minutes?: string | undefined },
): Promise<string> {
  const { name = 'admin command' } = options
  const minutes = Number(options.minutes ?? 60)
  if (!(minutes > 0 && minutes <= MINUTES_MAX)) throw new ConfigError(`--minutes: between 1 and ${MINUTES_MAX}`)
  return await asOwner(config, options.email, async (tx, user, audit) => {
    const secret = newSecret('flt')
    await tx.q.insert(apiTokens).values({
      id: newId(),
      organizationId: user.organizationId,
      userId: user.id,
      name,
      prefix: secret.slice(0, 10),
      secretSha256: sha256(secret),
      expiresAt: new Date(Date.now() + minutes * 60_000),
    })
    const object = { kind: 'user', id: user.id, name: user.email }
    await recordAudit(tx, audit, 'token.create', object, { name, minutes })
    return `${secret}\n`
  })
}
