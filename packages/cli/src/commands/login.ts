import { Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { UsageError } from '../lib/usage-error.ts'
import type { App } from '../session/app.ts'
import { writeConfig } from '../session/config-file.ts'
import { checkUrl, isInTheClear } from '../session/connection.ts'
import { readSecret } from '../session/read-secret.ts'

/** `fairlead login`. The token is typed unseen or comes by a pipe; an argument could be read by everybody on the machine. */
export function loginCommand(app: App): Command {
  return new Command('login')
    .summary('sign in with a personal token')
    .description(
      'Signs in with a personal token, made in the console under Tokens. It is asked for, or read from standard input; it is never an argument.',
    )
    .option('--name <context>', 'what to call this control plane here; absent: its host name')
    .addHelpText(
      'after',
      examples(
        'fairlead login --url https://fairlead.example.com',
        'fairlead login --url http://localhost:8080 < token',
      ),
    )
    .action(async (options: { name?: string; url?: string }, command: Command) => {
      const { url: given } = command.optsWithGlobals<{ url?: string }>()
      const url = checkUrl(given ?? (app.host.env['FAIRLEAD_URL'] || app.connection.url))
      if (isInTheClear(url)) app.note(`careful: ${url} is not encrypted, and your token travels over it`)
      const token = await readSecret(app.host, `Token for ${url}: `)
      if (token === '') throw new UsageError('no token was given', { hint: 'make one in the console under Tokens' })
      const { user, organization } = await app.clientFor(url, token).whoami()
      const name = options.name ?? new URL(url).host
      const before = app.config.contexts[name]
      const project = before?.url === url && before.project !== undefined ? { project: before.project } : {}
      const contexts = { ...app.config.contexts, [name]: { url, token, user: user.email, ...project } }
      writeConfig(app.configPath, { current: name, contexts })
      app.write(`signed in to ${url} as ${user.email}, organization ${organization.name} (context ${name})\n`)
    })
}
