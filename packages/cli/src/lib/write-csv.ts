import type { Command } from 'commander'
import type { App } from '../session/app.ts'
import { UsageError } from './usage-error.ts'

/** Writes a file of the control plane as it comes. It has all that the filter has, so that `--limit` says nothing of it. */
export async function writeCsv(app: App, command: Command, parts: AsyncIterable<string>): Promise<void> {
  for (const name of ['limit', 'watch', 'months']) {
    if (command.getOptionValueSource(name) === 'cli') {
      throw new UsageError(`-o csv writes all that the filter has, once: leave out --${name}`)
    }
  }
  for await (const part of parts) app.write(part)
}
