import { openAction } from '../app/action.ts'
import { findSetupLink } from './internal/find-setup-link.ts'
import { InspectSetupLink, SetupLinkInfo } from './schemas.ts'

export const inspectSetupLink = openAction({
  name: 'setup-link.inspect',
  summary: 'Whose set-up link this is',
  rest: { method: 'post', path: '/setup-links/inspect' },
  allow: 'anyone',
  input: InspectSetupLink,
  output: SetupLinkInfo,
  run: async (ctx, { link }) => {
    // Across organizations: the link is what says which one it is.
    const { user, organization } = await findSetupLink(ctx.app.database.system.db, link)
    return { email: user.email, name: user.name, organization: organization.displayName }
  },
})
