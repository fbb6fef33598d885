import type { MovedProject } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { bound } from '../../output/amounts.ts'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  to: string
  dryRun?: boolean
}

/** `fairlead project move`. */
export function projectMoveCommand(app: App): Command {
  const command = new Command('move')
    .summary('move a project to another department')
    .description(
      'Moves a project to another department. What runs goes on; it shares what the new department has from then on, and all of its hours count there. It keeps its own quota.',
    )
    .argument('<name>', 'name or id of a project')
    .requiredOption('--to <department>', 'where it goes')
    .option('--dry-run', 'show what it would come to, and move nothing')
    .addHelpText('after', examples('fairlead project move vision --to research --dry-run'))
  return withOutput(command).action(async (name: string, { output, to, dryRun }: Options) => {
    const moved = await app.client.projects.move(name, { department: to, ...(dryRun ? { dryRun } : {}) })
    answer(app, { output, data: moved, names: () => [moved.name], table: () => showMove(app, moved) })
    for (const warning of moved.warnings) app.note(warning)
    if (dryRun) app.note('nothing was moved')
  })
}

function showMove(app: App, { name, from, department, consequences }: MovedProject): string {
  const { waiting, running, people, quotas } = consequences
  const head = fields(
    [
      ['Project', name],
      ['From', from.name],
      ['To', department.name],
      ['Goes on', `${running} running`],
      ['Shares anew', `${waiting} waiting`],
      ['Lose sight', people.lose === 0 ? '' : `${people.lose} with a role in ${from.name}`],
      ['Gain sight', people.gain === 0 ? '' : `${people.gain} with a role in ${department.name}`],
    ],
    app,
  )
  if (quotas.length === 0) return head
  type Line = (typeof quotas)[number]
  const owes = ({ resource, ...line }: Line, side: 'from' | 'to') => {
    const { deserved, before, after } = line[side]
    return `${bound(resource, before)} → ${bound(resource, after)} of ${bound(resource, deserved)}`
  }
  return `${head}\n${table(
    quotas,
    [
      { title: 'POOL', value: ({ nodePool }) => nodePool.name },
      { title: 'RESOURCE', value: ({ resource }) => resource },
      { title: 'PROJECT', value: ({ resource, project }) => bound(resource, project), align: 'right' },
      { title: `${from.name} OWES ITS PROJECTS`, value: (line) => owes(line, 'from') },
      { title: `${department.name} OWES`, value: (line) => owes(line, 'to') },
    ],
    app,
  )}`
}
