import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { UsageError } from '../../lib/usage-error.ts'
import type { App } from '../../session/app.ts'
import { writeConfig } from '../../session/config-file.ts'

/** `fairlead context use`. */
export function contextUseCommand(app: App): Command {
  return new Command('use')
    .summary('make one the current one')
    .argument('<name>', 'as fairlead context ls shows it')
    .option('--project <project>', 'to be used where no project is named')
    .addHelpText('after', examples('fairlead context use fairlead.example.com --project vision'))
    .action((name: string, { project }: { project?: string }) => {
      const { contexts } = app.config
      const context = contexts[name]
      if (!context) {
        throw new UsageError(`there is no context "${name}"`, { hint: 'list what there is with: fairlead context ls' })
      }
      const next = project === undefined ? context : { ...context, project }
      writeConfig(app.configPath, { current: name, contexts: { ...contexts, [name]: next } })
      app.write(`now at ${context.url}${next.project === undefined ? '' : `, project ${next.project}`}\n`)
    })
}
