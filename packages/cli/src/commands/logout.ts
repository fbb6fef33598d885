import { Command } from 'commander'
import { UsageError } from '../lib/usage-error.ts'
import type { App } from '../session/app.ts'
import { writeConfig } from '../session/config-file.ts'

/** `fairlead logout`: forgets the token here. */
export function logoutCommand(app: App): Command {
  return new Command('logout')
    .summary('forget the token of this control plane')
    .description(
      'Forgets the token of the current context on this machine. The token itself stays good: end it with fairlead token revoke.',
    )
    .action(() => {
      const { context: name, url } = app.connection
      const context = name === undefined ? undefined : app.config.contexts[name]
      if (name === undefined || !context) {
        throw new UsageError(`no token is kept for ${url}`, { hint: 'list what there is with: fairlead context ls' })
      }
      const { token: _token, ...rest } = context
      writeConfig(app.configPath, { ...app.config, contexts: { ...app.config.contexts, [name]: rest } })
      app.write(`signed out of ${url} (context ${name})\n`)
    })
}
