import { spawnSync } from 'node:child_process'

/** Runs a short command of the system and answers what it printed. Throws with what it said when it fails. */
export function run(command: string, args: readonly string[], input?: string): string {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  })
  if (result.error) throw new Error(`${command} cannot be run`, { cause: result.error })
  if (result.status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed: ${result.stderr.trim()}`)
  return result.stdout
}
