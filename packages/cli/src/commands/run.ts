import { Command } from 'commander'
import { afterSubmit, type AfterSubmit } from '../lib/after-submit.ts'
import { examples } from '../lib/examples.ts'
import { jobRequest, withJobOptions, type JobOptions } from '../lib/job-spec.ts'
import { durationMs } from '../lib/parse-options.ts'
import { showPreviews } from '../lib/show-preview.ts'
import { UsageError } from '../lib/usage-error.ts'
import { withOutput } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** `fairlead run`. */
export function runCommand(app: App): Command {
  const command = withJobOptions(new Command('run').summary('run a command, or an image'))
    .description(
      'Submits a command as a job, or another kind of work. With --follow or --wait, ends with 0 if the job succeeds and with 1 if not.',
    )
    .argument('[command...]', 'what to run, with -- before it; absent: what the image runs')
    .option('-f, --follow', 'show its output until it ends')
    .option('-w, --wait', 'wait for its end')
    .option('--wait-timeout <duration>', 'wait no longer than this', durationMs)
    .option('--dry-run', 'show what would be submitted, and what stands against it')
    .option('--key <key>', 'idempotency key: the same key answers the same job')
    .addHelpText(
      'after',
      examples(
        'fairlead run --gpu 1 --follow -- python train.py --epochs 3',
        'fairlead run -n sweep-7 --project vision --cpu 4 --memory 16Gi -e SEED=7 -- ./sweep.sh',
        'fairlead run --replicas 4 --gpu 8 --priority high --timeout 12h --wait -- torchrun train.py',
        'fairlead run --template ml_training --image r.example/train:1 --gpu 1 -- python train.py',
        'fairlead run --kind workspace --image r.example/notebook:1 --size small --volume own=10Gi:/home/me',
        'fairlead run --kind endpoint --image r.example/model:1 --port 8080 --connection models',
        'fairlead run --kind image-build --destination r.example/x:1 --build-context code',
      ),
    )
  return withOutput(command).action(
    async (words: string[], options: JobOptions & AfterSubmit & { key?: string; dryRun?: boolean }) => {
      const { image, template, destination } = options
      if (words.length === 0 && (image ?? template ?? destination) === undefined) {
        throw new UsageError('say what to run', { hint: 'for example: fairlead run --gpu 1 -- python train.py' })
      }
      const request = jobRequest(await app.project(options.project), words, options)
      if (options.dryRun) return showPreviews(app, [await app.client.jobs.preview(request)], options.output)
      const job = await app.client.jobs.submit(
        options.key === undefined ? request : { ...request, idempotencyKey: options.key },
      )
      await afterSubmit(app, [job], options)
    },
  )
}
