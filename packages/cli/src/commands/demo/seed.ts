import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { whole } from '../../lib/parse-options.ts'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

const ABOUT = `
Goes only into an organization that has nothing yet. The scheduler itself
decides the past of the demo, in virtual time, so that figures of all pages
agree. Without --large: 1,200 workloads of 10 projects on 24 nodes; with it:
10,000 of 40 projects on 300 nodes, which takes a minute or two. Clusters of the
demo carry the label fairlead.dev/demo; nobody can sign in as its people.
`

/** `fairlead demo seed`. */
export function demoSeedCommand(app: App): Command {
  const command = new Command('seed')
    .summary('fill an empty organization with a demo')
    .option('--large', '10,000 workloads of 40 projects on 300 nodes')
    .option('--seed <n>', 'the same one makes the same demo', whole, 1)
    .addHelpText('after', ABOUT)
    .addHelpText('after', examples('fairlead demo seed --large', 'fairlead demo run', 'fairlead demo remove'))
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async ({ large, seed, output }: { large?: boolean; seed: number; output: Format }) => {
      const task = app.progress.start('a month goes by in virtual time')
      const demo = await app.client.demo
        .seed({ size: large === true ? 'large' : 'small', seed })
        .finally(() => task.stop())
      const { ended, running, waiting } = demo.workloads
      answer(app, {
        output,
        data: demo,
        table: () =>
          fields(
            [
              ['Clusters', demo.clusters.join(', ')],
              ['Nodes', String(demo.nodes)],
              ['Projects', `${demo.projects} of ${demo.departments} departments`],
              ['Users', String(demo.users)],
              ['Workloads', `${ended} ended, ${running} running, ${waiting} waiting`],
              ['History', `${demo.from.slice(0, 10)} to ${demo.until.slice(0, 10)}, decided in ${demo.rounds} rounds`],
              ['Made in', `${(demo.tookMs / 1000).toFixed(1)} s`],
            ],
            app,
          ),
      })
      app.hint('play its clusters: fairlead demo run    take it away: fairlead demo remove')
    },
  )
}
