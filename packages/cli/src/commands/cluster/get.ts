import { Command } from 'commander'
import { capabilityFields } from '../../lib/capability-fields.ts'
import { healthOf } from '../../lib/show-clusters.ts'
import { amount, byImportance } from '../../output/amounts.ts'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local, since } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster get`. */
export function clusterGetCommand(app: App): Command {
  const command = new Command('get').summary('all about one cluster').argument('<name>', 'name or id of a cluster')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const cluster = await app.client.clusters.get(name)
    const now = app.host.now()
    const amounts = Object.entries(cluster.capacity)
      .toSorted(([a], [b]) => byImportance(a, b))
      .map(
        ([resource, all]) =>
          [
            `${resource} in use`,
            `${amount(resource, cluster.allocated[resource] ?? 0)} of ${amount(resource, all)}`,
          ] as const,
      )
    answer(app, {
      output,
      data: cluster,
      names: () => [cluster.name],
      table: () =>
        fields(
          [
            ['Name', cluster.name],
            ['Id', cluster.id],
            ['Health', `${healthOf(cluster)}: ${cluster.healthMessage}`],
            ['Seen', cluster.lastSeenAt === null ? 'never' : `${since(cluster.lastSeenAt, now)} ago`],
            ['New work', cluster.paused ? 'held back (paused)' : 'welcome'],
            ['Driver', cluster.driver],
            ['Platform', cluster.platform === null ? null : `${cluster.platform.os} ${cluster.platform.version}`],
            [
              'Agent',
              cluster.agentVersion === null
                ? null
                : `version ${cluster.agentVersion} (${cluster.agentSkew}), AP/1 ${cluster.agentProtocol ?? 'not said'}`,
            ],
            ['Log policy', cluster.logPolicy],
            [
              'Labels',
              Object.entries(cluster.labels)
                .map(([key, value]) => `${key}=${value}`)
                .join(', '),
            ],
            ['Nodes', `${cluster.nodes.ready} of ${cluster.nodes.total} ready`],
            ...amounts,
            ['Runs', String(cluster.runs)],
            ...capabilityFields(cluster.capabilities),
            ['Added', local(cluster.createdAt)],
            ['Enrolled', local(cluster.enrolledAt)],
          ],
          app,
        ),
    })
  })
}
