import { Command, Option } from 'commander'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { examples } from '../../lib/examples.ts'
import { KINDS } from '../../lib/pod-options.ts'
import { showTemplates } from '../../lib/show-templates.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { defined } from '../../lib/defined.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  file: string
  kind?: string
  about?: string
}

/** `fairlead template push`. */
export function templatePushCommand(app: App): Command {
  const command = new Command('push')
    .summary('make a template from a file, or change one')
    .description('The file holds what stands under spec in a job: YAML or JSON. Jobs that were submitted keep theirs.')
    .argument('<name>', 'lower-case letters, digits, dashes and underscores')
    .requiredOption('-f, --file <path>', 'what jobs begin with')
    .addOption(new Option('--kind <kind>', 'absent: job').choices(KINDS))
    .option('--about <text>', 'for people')
    .addHelpText('after', examples('fairlead template push nightly -f nightly.yaml --about "the nightly run"'))
  return withOutput(command).action(async (name: string, { output, file, kind, about }: Options) => {
    const template = await app.client.templates.set(name, { spec: read(file), ...defined({ kind, about }) })
    answer(app, {
      output,
      data: template,
      names: () => [template.name],
      table: () => showTemplates(app, [template]),
    })
  })
}

function read(file: string): Record<string, unknown> {
  try {
    const content: unknown = parse(readFileSync(file, 'utf8'))
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content }
  } catch (error) {
    throw new UsageError(`the file cannot be read: ${(error as Error).message}`, { where: file })
  }
  throw new UsageError('a template is a map, as under spec in a job', { where: file })
}
