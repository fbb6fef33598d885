import { recordAudit } from '../audit/record.ts'
import { ConfigError, type Config } from '../config.ts'
import { newSetupLink } from '../identity/new-setup-link.ts'
import { asOwner } from './owner.ts'

const MINUTES_MAX = 24 * 60

/** A new one-time link for a user, or for the first admin. */
export async function printSetupLink(
  config: Config,
  { email, minutes }: { email?: string | undefined; minutes?: string | undefined },
): Promise<string> {
  const valid = minutes === undefined ? MINUTES_MAX : Number(minutes)
  if (!(valid > 0 && valid <= MINUTES_MAX)) throw new ConfigError(`--minutes: between 1 and ${MINUTES_MAX}`)
  return await asOwner(config, email, async (tx, user, audit) => {
    await recordAudit(tx, audit, 'setup-link.create', { kind: 'user', id: user.id, name: user.email })
    const publicUrl = config.publicUrl || `http://localhost:${config.port}`
    return `${await newSetupLink(tx, user, publicUrl, Date.now(), valid * 60_000)}\n`
  })
}
