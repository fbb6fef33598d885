import { z } from 'zod'
import { Id, Time } from '../common/schemas.ts'

export const Email = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())

/** At least twelve characters; longer is the only rule that helps. */
export const Password = z.string().min(12, 'use at least 12 characters').max(1024)

export const SignIn = z.strictObject({ email: Email, password: z.string().max(1024) })

/** Answers the one-time link: who sets which password. */
export const RedeemSetupLink = z.strictObject({
  link: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(100).optional(),
  email: Email.optional(),
  password: Password,
})

export const InspectSetupLink = z.strictObject({ link: z.string().min(20).max(200) })
export const SetupLinkInfo = z.object({ email: z.string(), name: z.string(), organization: z.string() })

export const RoleBinding = z.object({
  role: z.enum(['admin', 'department-admin', 'researcher', 'viewer']),
  scope: z.object({ kind: z.enum(['organization', 'department', 'project']), id: Id, name: z.string() }),
})

export const Whoami = z.object({
  user: z.object({ id: Id, email: z.string(), name: z.string() }),
  organization: z.object({ id: Id, name: z.string(), displayName: z.string() }),
  roles: z.array(RoleBinding),
  /** Permissions that hold in the whole organization. */
  permissions: z.array(z.string()),
  via: z.enum(['session', 'token']),
  version: z.string(),
})
export type Whoami = z.infer<typeof Whoami>

/** Networks and addresses. That they are well formed is checked by the verb: a browser has no `node:net`. */
const Networks = z.array(z.string().trim().min(2).max(50)).min(1).max(20)

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  expiresInDays: z.int().min(1).max(366).default(90),
  permissions: z.array(z.string()).min(1).optional().describe('absent: everything that you may do'),
  allowedCidrs: Networks.optional().describe('networks that it may be used from, such as 10.0.0.0/8; absent: any'),
})
export const RotateToken = z.strictObject({
  tokenId: Id,
  overlapHours: z.int().min(0).max(168).default(24).describe('how long the old one still works'),
  expiresInDays: z.int().min(1).max(366).optional().describe('absent: as long as the old one was made for'),
})
export const Token = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  permissions: z.array(z.string()).nullable(),
  createdAt: Time,
  expiresAt: Time,
  lastUsedAt: Time.nullable(),
  lastUsedIp: z.string().nullable(),
  allowedCidrs: z.array(z.string()).nullable().describe('null: from anywhere'),
  replacedBy: Id.nullable().describe('the token that took its place'),
  revokedAt: Time.nullable(),
})
export const CreatedToken = z.object({ token: z.string().describe('shown this once'), info: Token })
export const TokenId = z.strictObject({ tokenId: Id })

export const User = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  createdAt: Time,
  disabledAt: Time.nullable(),
  lastSignInAt: Time.nullable(),
  roles: z.array(RoleBinding),
})
export const InviteUser = z.strictObject({
  email: Email,
  name: z.string().trim().min(1).max(100),
  role: RoleBinding.shape.role,
  scope: z
    .strictObject({ kind: RoleBinding.shape.scope.shape.kind, id: Id })
    .optional()
    .describe('absent: the organization'),
})
export const InvitedUser = z.object({ user: User, link: z.string().describe('one-time set-up link, shown this once') })
export const UserId = z.strictObject({ userId: Id })
