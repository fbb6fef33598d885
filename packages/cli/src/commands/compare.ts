import { Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { EXIT } from '../lib/exit-code.ts'
import { showComparison } from '../lib/show-comparison.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

interface Options {
  output: Format
  project?: string
  differences?: boolean
}

const MAX = 4

/** `fairlead compare`. */
export function compareCommand(app: App): Command {
  const command = new Command('compare')
    .summary('two to four jobs side by side')
    .description(
      'Shows what jobs ask for, where they ran, how long they waited and ran, and what they used, side by side. What differs is marked with *.',
    )
    .argument('<jobs...>', 'two to four names or ids; of several with one name, the newest')
    .option('-p, --project <name>', 'where to look names up')
    .option('-d, --differences', 'only what differs')
    .addHelpText(
      'after',
      examples(
        'fairlead compare train-a train-b',
        'fairlead compare train-a train-b -d',
        'fairlead compare a b -o json',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (refs: string[], { output, project, differences = false }: Options) => {
      if (refs.length < 2 || refs.length > MAX || new Set(refs).size < refs.length) {
        throw new UsageError('name two to four jobs, each once', {
          hint: 'for example: fairlead compare train-a train-b',
        })
      }
      const comparison = await app.client.jobs.compare(refs, { project })
      const rows = differences ? comparison.rows.filter((row) => row.differs) : comparison.rows
      answer(app, {
        output,
        data: { ...comparison, rows },
        table: () => showComparison(app, { ...comparison, rows }),
      })
      for (const { ref, workload } of comparison.items) {
        if (workload !== null) continue
        app.note(`${ref}: there is no such job, or you may not see it`)
        app.endWith(EXIT.notFound)
      }
    },
  )
}
