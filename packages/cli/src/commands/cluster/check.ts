import type { Enrolment } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { EXIT } from '../../lib/exit-code.ts'
import { wrap } from '../../output/fit.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  network?: boolean
}

interface Line {
  state: 'done' | 'waiting' | 'failed'
  title: string
  detail: string
  fix: string | null
}

/** `fairlead cluster check`. */
export function clusterCheckCommand(app: App): Command {
  const command = new Command('check')
    .summary('see what a cluster still lacks')
    .description(
      'Lets the agent test itself, and shows how far the cluster has come, with a fix for each thing that is not right. Ends with 8 when something is wrong, or when the agent is not in contact.',
    )
    .argument('<name>', 'name or id of a cluster')
    .option('--network', 'also try every path that the agent needs')
    .addHelpText('after', examples('fairlead cluster check east', 'fairlead cluster check east --network'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, { output, network }: Options) => {
    const { clusters } = app.client
    const before = await clusters.enrolment(name)
    const isConnected = before.cluster.connected
    const selfTest = isConnected ? await clusters.check(name, { network }) : null
    const enrolment = isConnected ? await clusters.enrolment(name) : before
    const tests = (selfTest?.lines ?? []).map(({ name: title, ok, detail, fix }): Line => ({
      state: ok ? 'done' : 'failed',
      title,
      detail,
      fix,
    }))
    answer(app, { output, data: { enrolment, selfTest }, table: () => show(app, enrolment, tests) })
    const isBad = [...enrolment.steps, ...tests].some((line) => line.state === 'failed')
    if (isBad || !isConnected) app.endWith(EXIT.gateFailed)
  })
}

function show(app: App, { cluster, steps }: Enrolment, tests: readonly Line[]): string {
  const { paint, width = 100 } = app
  const marks = { done: paint.green('ok  '), waiting: paint.yellow('... '), failed: paint.red('no  ') }
  const lines = (all: readonly Line[]) =>
    all.flatMap(({ state, title, detail, fix }) => {
      const text = detail === '' ? title : `${title}: ${detail}`
      const [first = '', ...rest] = wrap(text, width - 4)
      const fixes = fix === null ? [] : wrap(`fix: ${fix}`, width - 4).map((line) => `    ${paint.green(line)}`)
      return [marks[state] + first, ...rest.map((line) => `    ${line}`), ...fixes]
    })
  const selfTest = tests.length === 0 ? [] : ['', paint.bold('Self-test of the agent'), ...lines(tests)]
  return [paint.bold(`Cluster ${cluster.name}`), ...lines(steps), ...selfTest].map((line) => `${line}\n`).join('')
}
