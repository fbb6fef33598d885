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
  expiresAt: Time.nullable().describe('null: until it is taken back'),
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
  source: z.enum(['local']).describe('where the account is kept; local: here, with a password of its own'),
  state: z.enum(['active', 'invited', 'disabled']).describe('invited: they have not been in yet'),
  createdAt: Time,
  disabledAt: Time.nullable(),
  lastSignInAt: Time.nullable(),
  lastSeenAt: Time.nullable().describe('the last sign-in or use of a token, whichever is later'),
  roles: z.array(RoleBinding),
})
export const UserDetail = User.extend({
  sessions: z.int().describe('browsers that are signed in'),
  tokens: z.int().describe('tokens that work'),
  setupLinkExpiresAt: Time.nullable().describe('null: there is no set-up link that works'),
  work: z
    .object({ running: z.int(), waiting: z.int() })
    .describe('workloads that they submitted and that have not ended'),
  sharedViews: z.int().describe('views of theirs that others see'),
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

/** A user by id or email. */
const UserName = z.string().trim().min(1).max(254).describe('id or email')
const Scope = z.string().trim().min(1).max(63).describe('`organization`, or the id of a department or project')
export const UserRef = z.strictObject({ user: UserName })
export const SetUserRole = z.strictObject({
  user: UserName,
  scope: Scope,
  role: RoleBinding.shape.role,
  expiresAt: Time.optional().describe('absent: until it is taken back'),
})
export const RemoveUserRole = z.strictObject({ user: UserName, scope: Scope })
export const SignOutUser = z.strictObject({
  user: UserName,
  tokens: z.boolean().default(false).describe('true: their tokens end as well'),
})
export const SetupLink = z.object({
  user: User,
  link: z.string().describe('one-time set-up link, shown this once; those before it work no more'),
  expiresAt: Time,
})
export const EndedAccess = z.object({
  user: User,
  sessions: z.int().describe('browsers that were signed out'),
  tokens: z.int().describe('tokens that were ended'),
})
export const RemovedUser = EndedAccess.extend({ views: z.int().describe('shared views that are yours now') })
