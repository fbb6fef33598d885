import { spawnSync } from 'node:child_process'
import { AirgapError } from '../cli/airgap-error.ts'

/** Runs `systemctl` to its end and answers what it printed. Throws with exit class `cluster`, unless a refusal `mayFail`. */
export function systemctl(args: readonly string[], { mayFail = false } = {}): string {
  return run('systemctl', args, mayFail)
}

/** The last lines that a unit has written, for a person. */
export function lastLines(unit: string, count = 8): string[] {
  return run('journalctl', ['-u', unit, '-n', String(count), '--no-pager', '-o', 'cat'], true)
    .split('\n')
    .filter((line) => line.trim() !== '')
}

/** Makes the users that a file describes. */
export function makeUsers(file: string): void {
  run('systemd-sysusers', [file], false)
}

function run(command: string, args: readonly string[], mayFail: boolean): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0 || (mayFail && error === undefined)) return stdout
  const says = error === undefined ? stderr.trim().split('\n').at(-1) : error.message
  throw new AirgapError('cluster', `${command} ${args.join(' ')}: ${says}`, { cause: error })
}
