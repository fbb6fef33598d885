import type { QueueDecision } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { count } from '../../lib/parse-options.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import { since } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead queue decisions`. */
export function queueDecisionsCommand(app: App): Command {
  const command = new Command('decisions')
    .summary('who got room last, and who had to make room for whom')
    .option('--limit <n>', 'at most this many', count, 50)
    .addHelpText('after', examples('fairlead queue decisions', 'fairlead queue decisions --limit 10 -o json'))
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async ({ output, limit }: { output: Format; limit: number }) => {
      const decisions = await app.client.queues.decisions(Math.min(200, limit))
      answer(app, {
        output,
        data: decisions,
        table: () => (decisions.length === 0 ? 'Nothing has been decided yet.\n' : showDecisions(app, decisions)),
      })
    },
  )
}

function showDecisions(app: App, decisions: readonly QueueDecision[]): string {
  const now = app.host.now()
  return table(
    decisions,
    [
      { title: 'ROUND', value: ({ round }) => String(round), align: 'right' },
      { title: 'AGO', value: ({ at }) => since(at, now), align: 'right' },
      { title: 'DECISION', value: ({ kind }) => kind },
      { title: 'JOB', value: ({ workload }) => workload?.name ?? '', elastic: 2 },
      { title: 'PROJECT', value: ({ project }) => project, elastic: 2 },
      { title: 'CLUSTER', value: ({ cluster }) => cluster ?? '', elastic: 2 },
      { title: 'NOTE', value: noteOf, elastic: 1, color: (text) => app.paint.dim(text) },
    ],
    app,
  )
}

function noteOf({ beneficiary, borrowed }: QueueDecision): string {
  if (beneficiary) return `for ${beneficiary.workload ? `${beneficiary.workload.name} of ` : ''}${beneficiary.project}`
  return borrowed ? 'borrowed' : ''
}
