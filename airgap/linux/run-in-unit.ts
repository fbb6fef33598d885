import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import { collector } from '../install/collector.ts'
import { frames } from '../life/frames.ts'
import type { AdminStreams } from '../life/life-place.ts'
import { lastLines, systemctl } from './systemctl.ts'
import { assignments, type Section } from './unit.ts'

/** What systemd itself answers for a program that it could not even start. */
const NOT_STARTED = 200
const NO_SYSTEMD = /^Failed to (?:start|connect|create|find)/

/**
 * Runs a command to its end as a service of its own, with the rights that a section gives it, and answers its output. Neither way grows in memory: who is slower is waited for. Throws with exit class
 * `data` and its last words for one that fails, and with `cluster` where systemd does not start it.
 */
export async function runInUnit(
  name: string,
  section: Section,
  command: readonly string[],
  { input, output, signal }: AdminStreams & { signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted()
  const options = ['--pipe', '--wait', '--quiet', '--collect', `--unit=${name}`]
  const properties = assignments(section).map((line) => `--property=${line}`)
  const child = spawn('systemd-run', [...options, ...properties, '--', ...command])
  const [said, errors] = [collector(), collector()]
  const ended = once(child, 'close') as Promise<[number | null]>
  // Whoever waits hears of it.
  ended.catch(() => undefined)
  const stop = () => void systemctl(['stop', name], { mayFail: true })
  signal.addEventListener('abort', stop, { once: true })
  try {
    const sending = input === undefined ? Promise.resolve(child.stdin.end()) : pipeline(frames(input), child.stdin)
    const streams = [
      pipeline(child.stdout, output ?? said.stream, { end: output === undefined }),
      pipeline(child.stderr, errors.stream),
      // An end of the program before that of its input is told by its last words.
      sending.catch(() => undefined),
    ]
    const [code] = await ended
    await Promise.all(streams)
    signal.throwIfAborted()
    if (code === 0) return said.text()
    throw refusal(name, code, errors.text().trim())
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function refusal(name: string, code: number | null, last: string): AirgapError {
  if (NO_SYSTEMD.test(last) || (code ?? NOT_STARTED) >= NOT_STARTED)
    return new AirgapError('cluster', `systemd does not start ${name}: ${last || `it answers ${code}`}`, {
      details: lastLines(name),
      hint: `look further with: journalctl -u ${name}`,
    })
  return new AirgapError('data', (last || `it ended with ${code}`).replace(/^fairlead: /, ''))
}
