import { recordAudit } from '../audit/record.ts'
import type { Config } from '../config.ts'
import { newSetupLink } from '../identity/new-setup-link.ts'
import { asOwner } from './owner.ts'

/** A new one-time link for a user, or for the first admin. */
export async function printSetupLink(config: Config, { email }: { email?: string | undefined }): Promise<string> {
  return await asOwner(config, email, async (tx, user, audit) => {
    await recordAudit(tx, audit, 'setup-link.create', { kind: 'user', id: user.id, name: user.email })
    const publicUrl = config.publicUrl || `http://localhost:${config.port}`
    return `${await newSetupLink(tx, user, publicUrl, Date.now())}\n`
  })
}
