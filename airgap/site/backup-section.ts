import { z } from 'zod'

const file = z.string().min(1)

/** What a site of any kind says about its backups; how those by night are kept differs. */
const COMMON = {
  /** The key that opens backups, as `airgap backup-key` or age-keygen makes it. It stays with the administrator: what runs has its public half alone. */
  keyFile: file.optional(),
  /** Its public half, where the key itself lies somewhere else. */
  recipient: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public key of age: age1 and 58 more')
    .optional(),
  /** The half that signs backups, where it lies elsewhere than beside keyFile. Wherever backups are made by night has it, too, and never the key that opens them. */
  signingKeyFile: file.optional(),
  /** For backups on demand and those that an upgrade makes. */
  folder: file.default('backups'),
}

const NIGHTLY = {
  schedule: z
    .string()
    .regex(/^(\S+\s+){4}\S+$/, "must be five fields as cron takes them, such as '30 1 * * *'")
    .default('30 1 * * *'),
  /** How many are kept. */
  keep: z.int().min(1).max(366).default(7),
}

/** Copies of the control plane's database and of what this site needs to come back. `more` is what a place wants to know of backups by night. */
export function backupSection<T extends z.ZodRawShape>(more: T) {
  return z
    .strictObject({ ...COMMON, nightly: z.strictObject({ ...NIGHTLY, ...more }).optional() })
    .refine(
      ({ keyFile, recipient }) => (keyFile === undefined) !== (recipient === undefined),
      'must name one of keyFile and recipient',
    )
}

/** A site of any kind, as far as its backups go. */
export interface WithBackup {
  backup?:
    | {
        keyFile?: string | undefined
        recipient?: string | undefined
        signingKeyFile?: string | undefined
        folder: string
      }
    | undefined
}
