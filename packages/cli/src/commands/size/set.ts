import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { showSizes } from '../../lib/show-sizes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  cpu: string
  memory: string
  cpuLimit?: string
  memoryLimit?: string
}

/** `fairlead size set`. */
export function sizeSetCommand(app: App): Command {
  const command = new Command('set')
    .summary('make a size, or change one')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .requiredOption('--cpu <cores>', 'what a replica asks for: 2, 0.5 or 500m')
    .requiredOption('--memory <size>', 'what a replica asks for: 4Gi, 512Mi')
    .option('--cpu-limit <cores>', 'most that it may use; absent: what it asks for')
    .option('--memory-limit <size>', 'most that it may use; absent: what it asks for')
    .addHelpText('after', examples('fairlead size set small --cpu 1 --cpu-limit 2 --memory 8Gi'))
  return withOutput(command).action(async (name: string, options: Options) => {
    const { output, cpu, memory, cpuLimit, memoryLimit } = options
    const limits = defined({ cpu: cpuLimit, memory: memoryLimit })
    const size = await app.client.sizes.set(name, { requests: { cpu, memory }, limits })
    answer(app, { output, data: size, names: () => [size.name], table: () => showSizes(app, [size]) })
  })
}
