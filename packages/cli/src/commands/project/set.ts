import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { rules, type LabelRule } from '../../lib/parse-rule.ts'
import { showProjects } from '../../lib/show-projects.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  description?: string
  lostAfter?: string
  clusterRule?: LabelRule[]
  /** False: take them all away. */
  clusterRules?: boolean
}

/** `fairlead project set`. */
export function projectSetCommand(app: App): Command {
  const command = new Command('set')
    .summary('change a project; what is not named stays')
    .argument('<name>', 'name or id of a project')
    .option('--description <text>', 'what it is for')
    .option('--lost-after <duration>', 'how long a silent cluster keeps its runs')
    .option('--cluster-rule <rule>', 'all its work only in clusters whose labels pass: "region in (eu,uk)"', rules)
    .option('--no-cluster-rules', 'in any cluster again')
    .addHelpText(
      'after',
      examples('fairlead project set vision --lost-after 2h', 'fairlead project set vision --cluster-rule region=eu'),
    )
  return withOutput(command).action(async (name: string, options: Options) => {
    const { output, description, lostAfter, clusterRule, clusterRules } = options
    const changes = defined({ description, lostAfter, clusterRules: clusterRules === false ? [] : clusterRule })
    if (Object.keys(changes).length === 0)
      throw new UsageError('say what to change', { hint: 'fairlead project set --help' })
    const project = await app.client.projects.update(name, changes)
    answer(app, { output, data: project, names: () => [project.name], table: () => showProjects(app, [project]) })
  })
}
