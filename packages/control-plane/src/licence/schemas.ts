import { z } from 'zod'
import { Time } from '../common/schemas.ts'

/** What a licence allows. A limit that is absent does not bind. */
export const LicenceLimits = z.strictObject({
  clusters: z.int().min(0).optional(),
  gpus: z.int().min(0).optional().describe('whole GPUs in clusters that are in contact'),
  users: z.int().min(0).optional(),
})
export type LicenceLimits = z.infer<typeof LicenceLimits>

/** The signed part of a licence file. */
export const LicenceTerms = z.strictObject({
  id: z.string().min(1).max(100),
  organization: z.string().min(1).max(200),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
  limits: LicenceLimits.default({}),
})
export type LicenceTerms = z.infer<typeof LicenceTerms>

export const LICENCE_STATES = ['none', 'valid', 'expired', 'over-limit', 'unreadable'] as const

/** How the installation stands to its licence. No state stops work, sign-in or scheduling. */
export const LicenceStatus = z.object({
  state: z.enum(LICENCE_STATES),
  terms: z
    .object({
      id: z.string(),
      organization: z.string(),
      issuedAt: Time,
      expiresAt: Time.nullable(),
      limits: LicenceLimits,
    })
    .nullable(),
  use: z.object({ clusters: z.int(), gpus: z.int(), users: z.int() }),
  warnings: z.array(z.string()).describe('sentences for people; empty when all is well'),
})
export type LicenceStatus = z.infer<typeof LicenceStatus>
