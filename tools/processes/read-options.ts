import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** The options of a command. What it does not know ends the process with 2 and one sentence that names what it knows. */
export function readOptions<const T extends ParseArgsOptionsConfig>(command: string, options: T) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const [what = ''] = (error as Error).message.split('. ')
    const known = Object.keys(options).map((name) => `--${name}`)
    process.stderr.write(`${command}: ${what.replace(/\.$/, '')}; options are ${known.join(', ')}\n`)
    process.exit(2)
  }
}
