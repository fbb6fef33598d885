import type { Suggestion, Why } from '@fairlead/sdk'
import { Command } from 'commander'
import { estimateText } from '../lib/estimate-text.ts'
import { examples } from '../lib/examples.ts'
import { amount } from '../output/amounts.ts'
import { wrap } from '../output/fit.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** `fairlead why`. */
export function whyCommand(app: App): Command {
  const command = new Command('why')
    .summary('why a job waits, and what would help')
    .argument('<name>', 'name or id of a job')
    .option('-p, --project <name>', 'where to look the name up')
    .addHelpText('after', examples('fairlead why train-a', 'fairlead why train-a -o json'))
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (name: string, { output, project }: { output: Format; project?: string }) => {
      const why = await app.client.jobs.why(name, { project })
      answer(app, { output, data: why, table: () => showWhy(app, why) })
    },
  )
}

function showWhy(app: App, why: Why): string {
  const { paint, width = 100 } = app
  const { workload, gates, holders, position, round } = why
  const state = `${workload.name} (${workload.project.name}) is ${workload.status.phase}`
  const lines = wrap(`${state}: ${why.headline}`, width).map((line) => paint.bold(line))
  if (why.permanent) lines.push(paint.red('It will wait for ever unless something is changed.'))
  const { suggestions } = why
  const isAdvised = suggestions !== null && suggestions.length > 0
  if (why.hint !== null && !isAdvised) lines.push(...wrap(`Fix: ${why.hint}`, width).map((line) => paint.green(line)))
  for (const warning of why.warnings) lines.push(...wrap(`Beware: ${warning}`, width).map((line) => paint.yellow(line)))
  if (isAdvised) lines.push('', 'What would help, each tried by the scheduler:', ...suggestions.flatMap(lineOf))
  if (suggestions === null) lines.push(paint.dim('What would help is being tried out: ask again in a moment.'))
  if (gates.length > 0) lines.push('')
  for (const gate of gates) {
    const mark = { pass: paint.green('ok  '), fail: paint.red('no  '), 'not-reached': paint.dim('--  ') }[gate.state]
    const subject = gate.subject === null ? '' : ` ${gate.subject}`
    const [first = '', ...rest] = wrap(`${gate.gate}${subject}: ${gate.text}`, width - 4)
    lines.push(mark + first, ...rest.map((line) => `    ${line}`))
  }
  const held = holders.map((holder) => `${holder.queue} ${amount(holder.resource, holder.amount)} ${holder.resource}`)
  if (held.length > 0) lines.push('', ...wrap(`Held by: ${held.join(', ')}`, width))
  if (workload.startEstimate && !why.permanent)
    lines.push(`Starts: ${estimateText(workload.startEstimate, app.host.now())}`)
  if (position) lines.push(`Place in its queue: ${position.ahead + 1} of ${position.of}`)
  if (round) lines.push(paint.dim(`As of round ${round.id}, ${since(round.at, app.host.now())} ago`))
  return `${lines.join('\n')}\n`

  function lineOf({ text, by, command }: Suggestion): string[] {
    const who = { owner: 'you', admin: 'an administrator', nobody: 'by itself' }[by]
    const [first = '', ...rest] = wrap(`${text} (${who})`, width - 2)
    return [
      paint.green(`- ${first}`),
      ...rest.map((line) => paint.green(`  ${line}`)),
      ...(command === null ? [] : [paint.dim(`  ${command}`)]),
    ]
  }
}
