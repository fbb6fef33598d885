import { Command } from 'commander'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { age, local } from '../../output/times.ts'
import { ruleText } from '../../lib/rule-text.ts'
import type { App } from '../../session/app.ts'

/** `fairlead project get`. */
export function projectGetCommand(app: App): Command {
  const command = new Command('get').summary('all about one project').argument('<name>', 'name or id of a project')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const project = await app.client.projects.get(name)
    answer(app, {
      output,
      data: project,
      names: () => [project.name],
      table: () =>
        fields(
          [
            ['Name', project.name],
            ['Id', project.id],
            ['Description', project.description],
            ['Department', project.department.name],
            ['Namespace', project.namespace],
            ['Lost after', `${age(project.lostAfterSeconds * 1000)} without a word of a cluster`],
            ['Clusters', project.clusterRules.map(ruleText).join(', ') || 'any'],
            ['Made', local(project.createdAt)],
            ['Archived', local(project.archivedAt)],
          ],
          app,
        ),
    })
  })
}
