import type { Spot } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  project?: string
  first?: boolean
  last?: boolean
  before?: string
  after?: string
}

/** `fairlead queue move`. */
export function queueMoveCommand(app: App): Command {
  const command = new Command('move')
    .summary('give a waiting job another place')
    .description(
      'Changes the place of a waiting job among those of its project, node pool and priority. Admins of its department may; the audit log keeps it.',
    )
    .argument('<name>', 'name or id of a waiting job')
    .option('--first', 'in front of all others')
    .option('--last', 'behind all others')
    .option('--before <name>', 'in front of this one')
    .option('--after <name>', 'behind this one')
    .option('-p, --project <name>', 'where to look the names up')
    .addHelpText(
      'after',
      examples('fairlead queue move train-a --first', 'fairlead queue move train-a --before train-b -p vision'),
    )
  return withOutput(command).action(async (name: string, options: Options) => {
    const moved = await app.client.queues.move(name, spotOf(options), { project: options.project })
    answer(app, {
      output: options.output,
      data: moved,
      names: () => [moved.name],
      table: () =>
        `${moved.name} is now ${moved.place} of ${moved.of} in ${moved.project.name}, pool ${moved.nodePool.name}\n`,
    })
  })
}

function spotOf({ first, last, before, after }: Options): Spot {
  const spots: Spot[] = [
    ...(first ? [{ to: 'first' as const }] : []),
    ...(last ? [{ to: 'last' as const }] : []),
    ...(before === undefined ? [] : [{ before }]),
    ...(after === undefined ? [] : [{ after }]),
  ]
  const [spot] = spots
  if (spot === undefined || spots.length > 1) {
    throw new UsageError('say where to with one of --first, --last, --before and --after', {
      hint: 'fairlead queue move train-a --first',
    })
  }
  return spot
}
