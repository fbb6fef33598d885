import { Option, type Command } from 'commander'
import { stringify } from 'yaml'
import type { App } from '../session/app.ts'

export const FORMATS = ['table', 'json', 'yaml', 'name'] as const
export type Format = (typeof FORMATS)[number]

/** Of lists that the control plane writes as a file. */
export const CSV_FORMATS = ['table', 'json', 'yaml', 'name', 'csv'] as const
export type CsvFormat = (typeof CSV_FORMATS)[number]

/** Adds `-o`. `name` is there only where things have one. */
export function withOutput(command: Command, formats: readonly CsvFormat[] = FORMATS): Command {
  return command.addOption(
    new Option('-o, --output <format>', 'how to answer').choices([...formats]).default('table' satisfies Format),
  )
}

export interface Answer<T> {
  output: Format
  data: T
  /** For people. */
  table: () => string
  /** One name a line, for `-o name`. */
  names?: () => string[]
}

/** Writes the answer as it was asked for. */
export function answer<T>(app: App, { output, data, table, names }: Answer<T>): void {
  if (output === 'json') app.write(`${JSON.stringify(data, undefined, 2)}\n`)
  else if (output === 'yaml') app.write(stringify(JSON.parse(JSON.stringify(data)), { lineWidth: 0 }))
  else if (output === 'name') app.write((names?.() ?? []).map((name) => `${name}\n`).join(''))
  else app.write(table())
}
