import { parseCommand, UsageError } from './commands/parse-command.ts'
import { runCommand } from './commands/run-command.ts'
import { UnmetNeed } from './programs/unmet-need.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  await runCommand(parseCommand(process.argv.slice(2)), say)
  // What was started goes on without us.
  process.exit(0)
} catch (error) {
  say(`rig: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(error instanceof UsageError || error instanceof UnmetNeed ? 2 : 1)
}
