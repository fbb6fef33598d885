import { Option, type Command } from 'commander'
import { list, notNegative, pairs } from './parse-options.ts'

export interface PoolOptions {
  selector?: Record<string, string>
  cluster?: string[]
  strategy?: 'binpack' | 'spread'
  minRuntime?: string
}

/** Options that `pool add` and `pool set` share. */
export function withPoolOptions(command: Command): Command {
  return command
    .option('-s, --selector <key=value>', 'label of its nodes; several: all of them', pairs)
    .option('-c, --cluster <name>', 'only nodes of this cluster; may be given several times', list)
    .addOption(new Option('--strategy <strategy>', 'fill nodes one by one, or evenly').choices(['binpack', 'spread']))
    .option('--min-runtime <duration>', 'how long a run is safe from preemption, such as 10m')
    .addOption(
      new Option('--time-based <k>', 'how much past use counts for shares; 0: not at all').argParser(notNegative),
    )
}
