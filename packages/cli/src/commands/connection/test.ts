import type { ConnectionTest } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { EXIT } from '../../lib/exit-code.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  project?: string
  cluster?: string
}

/** `fairlead connection test`. */
export function connectionTestCommand(app: App): Command {
  const command = new Command('test')
    .summary('let a cluster try a connection')
    .description(
      'Lets the agent of a cluster try a connection with the secret that lies there, and says how long it took. No data leaves the cluster. Ends with 8 when it fails.',
    )
    .argument('<name>', 'name or id of a connection')
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
    .option('-c, --cluster <name>', 'from there; absent: the first that is in contact')
    .addHelpText('after', examples('fairlead connection test lake', 'fairlead connection test lake --cluster east'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, options: Options) => {
    const { output, cluster } = options
    const project = await app.project(options.project)
    const result = await app.client.connections.test(project, name, { cluster })
    answer(app, { output, data: result, table: () => show(app, name, result) })
    if (!result.ok) app.endWith(EXIT.gateFailed)
  })
}

function show(
  { paint }: App,
  name: string,
  { ok, cluster, message, latencyMs, objects, bytes }: ConnectionTest,
): string {
  if (!ok) return `${paint.red('no')}  ${name} from ${cluster.name}: ${message}\n`
  const figures = [
    latencyMs === null ? '' : `${Math.round(latencyMs)} ms`,
    objects === null ? '' : `${objects} objects seen`,
    bytes === null ? '' : `${bytes} bytes`,
  ].filter((text) => text !== '')
  return `${paint.green('ok')}  ${name} from ${cluster.name}: ${figures.join(', ')}\n`
}
