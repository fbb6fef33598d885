import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { rules, type LabelRule } from '../../lib/parse-rule.ts'
import { showProjects } from '../../lib/show-projects.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  department: string
  description?: string
  namespace?: string
  lostAfter?: string
  clusterRule?: LabelRule[]
}

/** `fairlead project add`. */
export function projectAddCommand(app: App): Command {
  const command = new Command('add')
    .summary('make a project in a department')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .requiredOption('--department <name>', 'as fairlead department ls shows it')
    .option('--description <text>', 'what it is for')
    .option('--namespace <name>', 'where its runs live in each cluster; absent: the name')
    .option('--lost-after <duration>', 'how long a silent cluster keeps its runs; absent: 30m')
    .option('--cluster-rule <rule>', 'all its work only in clusters whose labels pass: "region in (eu,uk)"', rules)
    .addHelpText('after', examples('fairlead project add vision --department research'))
  return withOutput(command).action(async (name: string, { output, department, ...rest }: Options) => {
    const { description, namespace, lostAfter, clusterRule } = rest
    const more = defined({ description, namespace, lostAfter, clusterRules: clusterRule })
    const project = await app.client.projects.create({ name, department, ...more })
    answer(app, { output, data: project, names: () => [project.name], table: () => showProjects(app, [project]) })
    if (output === 'table') app.hint(`\nit borrows GPUs until it has a quota: fairlead quota set ${name} --gpu 8`)
  })
}
