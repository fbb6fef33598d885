import { InvalidArgumentError, Option, type Command } from 'commander'
import { defined } from './defined.ts'
import { list, notNegative, pairs, whole } from './parse-options.ts'

export interface PoolOptions {
  selector?: Record<string, string>
  cluster?: string[]
  strategy?: 'binpack' | 'spread'
  minRuntime?: string
  timeBased?: number
  halfLife?: string
  topology?: string[]
  maxWait?: string
  preemptionsPerHour?: number | 'unlimited'
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
    .option('--half-life <duration>', 'past use counts half after this long, or none: all of the window counts alike')
    .option('--topology <labels>', 'labels of nodes that tell where they stand, from far to near: zone,rack', list)
    .option('--max-wait <duration>', 'work that has waited longer goes first, or none')
    .option('--preemptions-per-hour <n>', 'most runs that are preempted in an hour, or unlimited', perHour)
}

/** The options as fields of a request. */
export function poolFields(options: PoolOptions) {
  const { selector, strategy, minRuntime, timeBased, halfLife, topology, maxWait, preemptionsPerHour } = options
  return defined({
    selector,
    strategy,
    minRuntime,
    timeBasedK: timeBased === 0 ? null : timeBased,
    timeBasedHalfLife: orNull(halfLife),
    topology,
    maxWait: orNull(maxWait),
    preemptionsPerHour: preemptionsPerHour === 'unlimited' ? null : preemptionsPerHour,
  })
}

function orNull(text: string | undefined): string | null | undefined {
  return text === 'none' ? null : text
}

function perHour(text: string): number | 'unlimited' {
  if (text === 'unlimited') return text
  const value = whole(text)
  if (value < 0) throw new InvalidArgumentError('give a whole number, zero or more, or unlimited.')
  return value
}
