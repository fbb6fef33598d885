import type { App } from './app.ts'

/** Tells what a command is at: a line for people, or a JSON line. */
export function tellStep(app: App, line: string): void {
  app.progress.clear()
  app.host.stderr.write(app.globals.json === true ? `${JSON.stringify({ step: line })}\n` : `${line}\n`)
}
