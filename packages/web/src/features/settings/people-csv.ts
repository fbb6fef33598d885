import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Outputs } from '../../lib/trpc.ts'
import { grantText } from './effective-access.ts'

/** Who may sign in, as a line of a file. */
export const USER_CSV: readonly CsvColumn<Outputs['users']['list']['items'][number]>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'email', value: ({ email }) => email },
  { header: 'name', value: ({ name }) => name },
  { header: 'roles', value: ({ roles }) => roles.map(grantText).join(', ') },
  { header: 'state', value: ({ state }) => state },
  { header: 'source', value: ({ source }) => source },
  { header: 'last seen', value: ({ lastSeenAt }) => lastSeenAt },
  { header: 'last sign-in', value: ({ lastSignInAt }) => lastSignInAt },
  { header: 'created', value: ({ createdAt }) => createdAt },
  { header: 'disabled', value: ({ disabledAt }) => disabledAt },
]

/** A token as a line of a file. The token itself is kept by nobody but its holder. */
export const TOKEN_CSV: readonly CsvColumn<Outputs['tokens']['list']['items'][number]>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'begins with', value: ({ prefix }) => prefix },
  { header: 'permissions', value: ({ permissions }) => permissions?.join(' ') ?? 'all' },
  { header: 'networks', value: ({ allowedCidrs }) => allowedCidrs?.join(' ') ?? 'any' },
  { header: 'created', value: ({ createdAt }) => createdAt },
  { header: 'expires', value: ({ expiresAt }) => expiresAt },
  { header: 'last used', value: ({ lastUsedAt }) => lastUsedAt },
  { header: 'last used from', value: ({ lastUsedIp }) => lastUsedIp },
  { header: 'replaced by', value: ({ replacedBy }) => replacedBy },
  { header: 'revoked', value: ({ revokedAt }) => revokedAt },
]
