import { Command } from 'commander'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** `pause` and `resume`, which differ in one word. */
export function pauseCommand(app: App, paused: boolean): Command {
  const command = new Command(paused ? 'pause' : 'resume')
    .summary(paused ? 'give it no new work' : 'give it new work again')
    .description(
      paused
        ? 'Holds new work back from a cluster. What runs there goes on.'
        : 'Gives a paused cluster new work again.',
    )
    .argument('<name>', 'name or id of a cluster')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const cluster = await app.client.clusters.update(name, { paused })
    const state = paused ? `gets no new work; ${cluster.runs} run(s) go on there` : 'gets new work again'
    answer(app, {
      output,
      data: cluster,
      names: () => [cluster.name],
      table: () => `${cluster.name} ${state}\n`,
    })
  })
}
