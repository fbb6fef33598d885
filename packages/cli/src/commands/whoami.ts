import { Command } from 'commander'
import { answer, withOutput, type Format } from '../output/format.ts'
import { fields } from '../output/fields.ts'
import type { App } from '../session/app.ts'

/** `fairlead whoami`. */
export function whoamiCommand(app: App): Command {
  const command = new Command('whoami').summary('who you are, where, and what you may do')
  return withOutput(command).action(async ({ output }: { output: Format }) => {
    const me = await app.client.whoami()
    const { url, context } = app.connection
    const roles = me.roles.map(({ role, scope }) => `${role} of ${scope.kind} ${scope.name}`).join(', ')
    answer(app, {
      output,
      data: me,
      names: () => [me.user.email],
      table: () =>
        fields(
          [
            ['User', `${me.user.name} <${me.user.email}>`],
            ['Organization', me.organization.displayName || me.organization.name],
            ['Roles', roles],
            ['Control plane', `${url}, version ${me.version}`],
            ['Context', context],
          ],
          app,
        ),
    })
  })
}
