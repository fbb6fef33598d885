import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { DecisionEntry } from '@fairlead/sdk'
import { EXIT } from '../lib/exit-code.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'
import { CLI_VERSION } from '../version.ts'
import { replayDecisions } from './replay-decisions.ts'
import { showDecisionReplay } from './show-decision-replay.ts'

/** `fairlead replay --decisions`: from the API, or from a file that the control plane's own command wrote. Ends with 1 when a plan differs. */
export async function runDecisionReplay(
  app: App,
  { file, since, output }: { file: string | undefined; since: string | undefined; output: Format },
): Promise<void> {
  const entries =
    file === undefined ? app.client.decisions.list(since === undefined ? {} : { since }) : readEntries(file)
  const task = app.progress.start('planning again')
  const replay = await replayDecisions(entries, CLI_VERSION, (done) => task.update(`planning again: ${done} rounds`))
  task.stop()
  answer(app, { output, data: replay, table: () => showDecisionReplay(app, replay) })
  if (replay.differences.length > 0) app.exitCode = EXIT.jobFailed
}

async function* readEntries(file: string): AsyncGenerator<DecisionEntry, void, void> {
  let line = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      line += 1
      if (text !== '') yield JSON.parse(text) as DecisionEntry
    }
  } catch (error) {
    throw new UsageError(`the file cannot be read as a decision log: ${(error as Error).message}`, {
      where: `${file}:${line}`,
      hint: 'it is written on the host of the control plane: node src/admin.ts decisions > FILE',
    })
  }
}
