import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead size rm`. */
export function sizeRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('delete a size; a built-in one is put back as it came')
    .argument('<name>', 'name of a size')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const size = await app.client.sizes.delete(name)
    answer(app, { output, data: size, names: () => [size.name], table: () => `${size.name} is deleted\n` })
  })
}
