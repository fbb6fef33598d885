import type { Job } from '@fairlead/sdk'
import { Command } from 'commander'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'
import { describeError } from '../session/describe-error.ts'
import { examples } from './examples.ts'
import { exitCodeOf } from './exit-code.ts'

export interface Order {
  verb: 'stop' | 'resume' | 'cancel'
  summary: string
  description: string
}

/** A command that gives one order to several jobs. What cannot be done for one does not keep the others from it. */
export function controlCommand(app: App, { verb, summary, description }: Order): Command {
  const command = new Command(verb)
    .summary(summary)
    .description(description)
    .argument('<name...>', 'names or ids of jobs')
    .option('-p, --project <name>', 'where to look the names up')
    .addHelpText('after', examples(`fairlead ${verb} train-a`, `fairlead ${verb} train-a train-b --project vision`))
  return withOutput(command).action(
    async (names: string[], { output, project }: { output: Format; project?: string }) => {
      const done: Job[] = []
      for (const name of names) {
        try {
          done.push(await app.client.jobs[verb](name, { project }))
        } catch (error) {
          if (names.length === 1 || app.host.signal.aborted) throw error
          app.note(
            describeError(error, {
              url: undefined,
              context: undefined,
              width: undefined,
              paint: app.errorPaint,
            }).trimEnd(),
          )
          app.endWith(exitCodeOf(error))
        }
      }
      answer(app, {
        output,
        data: done.map((job) => job.data),
        names: () => done.map((job) => job.name),
        table: () => done.map((job) => `${job.name} is ${job.status.phase}\n`).join(''),
      })
    },
  )
}
