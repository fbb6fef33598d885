import type { WorkloadRequest } from '@fairlead/sdk'
import { Command } from 'commander'
import { stringify } from 'yaml'
import { afterSubmit, type AfterSubmit } from '../lib/after-submit.ts'
import { examples } from '../lib/examples.ts'
import { manifestOf } from '../lib/manifest-of.ts'
import { durationMs } from '../lib/parse-options.ts'
import { setFields } from '../lib/set-fields.ts'
import { showPreviews } from '../lib/show-preview.ts'
import { withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

interface Options extends AfterSubmit {
  output: Format
  project?: string
  name?: string
  set?: string[]
  dryRun?: boolean
}

/** `fairlead clone`. */
export function cloneCommand(app: App): Command {
  const command = new Command('clone')
    .summary('submit a job again, with changes')
    .description(
      'Submits what a job asks for once more, as a job of its own that remembers where it came from. With --dry-run -o yaml it prints a file for fairlead apply.',
    )
    .argument('<name>', 'name or id of a job; of several with this name, the newest')
    .option('-p, --project <name>', 'where to look the name up')
    .option('-n, --name <name>', 'of the new one; absent: one is made')
    .option(
      '--set <field=value>',
      'change a field: gpu=2, env.SEED=8, placement.nodePool=h100, project=vision; without a value: as if never said',
      each,
    )
    .option('-f, --follow', 'show its output until it ends')
    .option('-w, --wait', 'wait for its end')
    .option('--wait-timeout <duration>', 'wait no longer than this', durationMs)
    .option('--dry-run', 'show what would be submitted, and what stands against it')
    .addHelpText(
      'after',
      examples(
        'fairlead clone train-a',
        'fairlead clone train-a -n train-b --set gpu=2 --set env.SEED=8 --follow',
        'fairlead clone train-a --set placement.nodePool=h100 --dry-run -o yaml > train.yaml',
      ),
    )
  return withOutput(command).action(async (ref: string, options: Options) => {
    const { jobs } = app.client
    const origin = await jobs.describe(ref, { project: options.project })
    const { name: _taken, ...rest } = await jobs.request(origin.id)
    const named: WorkloadRequest = options.name === undefined ? rest : { ...rest, name: options.name }
    const request = setFields(named, options.set ?? [])
    if (options.dryRun && options.output === 'yaml') {
      app.write(stringify(manifestOf(request), { lineWidth: 0 }))
      return
    }
    const asked = { ...request, clonedFrom: origin.id }
    if (options.dryRun) return showPreviews(app, [await jobs.preview(asked)], options.output)
    await afterSubmit(app, [await jobs.submit(asked)], options)
  })
}

function each(text: string, before: string[] = []): string[] {
  return [...before, text]
}
