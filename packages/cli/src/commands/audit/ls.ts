import type { AuditEntry } from '@fairlead/sdk'
import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { count, pastTime } from '../../lib/parse-options.ts'
import { writeCsv } from '../../lib/write-csv.ts'
import { answer, withOutput, type CsvFormat } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Exclude<CsvFormat, 'name'>
  action?: string
  actor?: string
  object?: string
  request?: string
  id?: number
  since?: string
  limit: number
}

const PAGE_MAX = 500

/** `fairlead audit ls`. */
export function auditLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('list what was done, newest first')
    .option('--action <name>', 'only this, such as quota.set')
    .option('--actor <name>', 'only by this user or agent')
    .option('--object <name>', 'only to this thing')
    .option('--request <id>', 'only what one request did')
    .option('--id <n>', 'only this entry', count)
    .option('--since <time>', 'only since: 2h, 3d, or a date', pastTime)
    .option('--limit <n>', 'at most this many', count, 50)
    .addHelpText(
      'after',
      examples(
        'fairlead audit ls --since 1d',
        'fairlead audit ls --action quota.set -o json',
        'fairlead audit ls --since 90d -o csv > audit.csv',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml', 'csv']).action(async ({ output, limit, ...filter }: Options) => {
    if (output === 'csv') {
      return await writeCsv(app, command, app.client.audit.csv(defined(filter), { signal: app.host.signal }))
    }
    const entries: AuditEntry[] = []
    const pages = app.client.audit.list({ ...defined(filter), pageSize: Math.min(PAGE_MAX, limit) })
    for await (const entry of pages) {
      entries.push(entry)
      if (entries.length === limit) break
    }
    answer(app, {
      output,
      data: entries,
      table: () => (entries.length === 0 ? 'Nothing is like that.\n' : showEntries(app, entries)),
    })
  })
}

function showEntries(app: App, entries: readonly AuditEntry[]): string {
  return table(
    entries,
    [
      { title: 'WHEN', value: (entry) => local(entry.at) },
      { title: 'WHO', value: (entry) => entry.actor.name, elastic: 2 },
      { title: 'DID', value: (entry) => entry.action },
      { title: 'TO', value: (entry) => entry.object.name, elastic: 2 },
      { title: 'BY WAY OF', value: (entry) => entry.origin },
    ],
    app,
  )
}
