import { Option } from 'commander'
import { AirgapError } from './airgap-error.ts'

/** `--timeout MINUTES` of a command that waits. */
export function timeoutOption(about: string): Option {
  return new Option('--timeout <minutes>', about).default('10')
}

/** The time that was given, in ms. Throws with exit class `usage`. */
export function timeoutMsOf(text: string): number {
  const minutes = Number(text)
  if (!(minutes > 0 && minutes <= 120))
    throw new AirgapError('usage', `--timeout: ${text} is not between 0 and 120 minutes`)
  return minutes * 60_000
}
