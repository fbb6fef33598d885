import type { Connection } from '@fairlead/sdk'
import { Command, Option } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { pairs } from '../../lib/parse-options.ts'
import { showConnections } from '../../lib/show-connections.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  project?: string
  type: Connection['type']
  set?: Record<string, string>
  secret?: string
  mount?: string
  readOnly?: boolean
  description?: string
}

/** `fairlead connection add`. */
export function connectionAddCommand(app: App): Command {
  const command = new Command('add')
    .summary('make a connection')
    .description(
      'Makes a connection that jobs of the project use by name. A secret is never given here: it lies in the namespace of the project in each cluster, and --secret is its name.',
    )
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
    .addOption(new Option('--type <type>', 'what it is').choices(['s3', 'pvc', 'uri', 'git']).makeOptionMandatory())
    .option('--set <key=value>', 's3: bucket, endpoint, region, prefix; pvc: claim; uri, git: url', pairs)
    .option('--secret <name>', 'of a Secret in the cluster, with the keys')
    .option('--mount <path>', 'where a pvc or git appears; absent: /connections/NAME')
    .option('--read-only', 'jobs may not change it')
    .option('--description <text>', 'for people')
    .addHelpText(
      'after',
      examples(
        'fairlead connection add lake --type s3 --set bucket=data --set endpoint=https://s3.example.org --secret lake-keys',
        'fairlead connection add code --type git --set url=https://git.example.org/a.git --set ref=main --mount /code',
      ),
    )
  return withOutput(command).action(async (name: string, options: Options) => {
    const { output, type, set: settings = {}, secret, mount: mountPath, readOnly, description } = options
    const project = await app.project(options.project)
    const more = defined({ secret, mountPath, readOnly, description })
    const connection = await app.client.connections.create({ project, name, type, settings, ...more })
    answer(app, {
      output,
      data: connection,
      names: () => [connection.name],
      table: () => showConnections(app, [connection]),
    })
    if (output === 'table') app.hint(`\ntry it: fairlead connection test ${name}`)
  })
}
