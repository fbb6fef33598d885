import type { StepId } from '../install/steps.ts'
import type { App } from './app.ts'

/** Tells what a command is at: a line for people, or a JSON line, which names the step that begins with it. */
export function tellStep(app: App, line: string, id?: StepId): void {
  app.progress.clear()
  app.host.stderr.write(app.globals.json === true ? `${JSON.stringify({ step: line, id })}\n` : `${line}\n`)
}
