import { Command } from 'commander'
import { afterSubmit, type AfterSubmit } from '../lib/after-submit.ts'
import { examples } from '../lib/examples.ts'
import { jobRequest, withJobOptions, type JobOptions } from '../lib/job-spec.ts'
import { durationMs } from '../lib/parse-options.ts'
import { UsageError } from '../lib/usage-error.ts'
import { withOutput } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** `fairlead run`. */
export function runCommand(app: App): Command {
  const command = withJobOptions(new Command('run').summary('run a command as a job'))
    .description(
      'Submits a command as a job. With --follow or --wait, ends with 0 if the job succeeds and with 1 if not.',
    )
    .argument('[command...]', 'what to run; put -- in front of it')
    .option('-f, --follow', 'show its output until it ends')
    .option('-w, --wait', 'wait for its end')
    .option('--wait-timeout <duration>', 'wait no longer than this', durationMs)
    .option('--key <key>', 'idempotency key: the same key answers the same job')
    .addHelpText(
      'after',
      examples(
        'fairlead run --gpu 1 --follow -- python train.py --epochs 3',
        'fairlead run -n sweep-7 --project vision --cpu 4 --memory 16Gi -e SEED=7 -- ./sweep.sh',
        'fairlead run --replicas 4 --gpu 8 --priority high --timeout 12h --wait -- torchrun train.py',
      ),
    )
  return withOutput(command).action(async (words: string[], options: JobOptions & AfterSubmit & { key?: string }) => {
    if (words.length === 0) {
      throw new UsageError('say what to run', { hint: 'for example: fairlead run --gpu 1 -- python train.py' })
    }
    const request = jobRequest(await app.project(options.project), words, options)
    const job = await app.client.jobs.submit(
      options.key === undefined ? request : { ...request, idempotencyKey: options.key },
    )
    await afterSubmit(app, [job], options)
  })
}
