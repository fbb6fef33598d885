import type { Host } from '../host.ts'
import { UsageError } from '../lib/usage-error.ts'

const BYTES_MAX = 64 * 1024

/** A secret from the keyboard, unseen, or all of standard input. */
export async function readSecret(host: Host, prompt: string): Promise<string> {
  if (host.stdin.isTTY === true) return (await host.readHidden(prompt)).trim()
  let text = ''
  for await (const part of host.stdin) {
    text += String(part)
    if (text.length > BYTES_MAX) throw new UsageError('standard input does not hold a token: it is too long')
  }
  return text.trim()
}
