import { Command } from 'commander'
import { showClusters } from '../../lib/show-clusters.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster ls`. */
export function clusterLsCommand(app: App): Command {
  const command = new Command('ls').summary('list clusters').option('-A, --all', 'revoked ones too')
  return withOutput(command).action(async ({ output, all }: { output: Format; all?: boolean }) => {
    const clusters = (await app.client.clusters.list()).filter((cluster) => all || cluster.state !== 'revoked')
    answer(app, {
      output,
      data: clusters,
      names: () => clusters.map((cluster) => cluster.name),
      table: () =>
        clusters.length === 0
          ? 'There is no cluster yet. Add one with: fairlead cluster add NAME\n'
          : showClusters(app, clusters),
    })
  })
}
