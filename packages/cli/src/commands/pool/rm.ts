import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead pool rm`. */
export function poolRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('delete a node pool; its nodes fall to the default pool')
    .argument('<name>', 'name or id of a pool')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const pool = await app.client.nodePools.delete(name)
    answer(app, { output, data: pool, names: () => [pool.name], table: () => `${pool.name} is deleted\n` })
  })
}
