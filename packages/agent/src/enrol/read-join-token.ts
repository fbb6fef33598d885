import { readFileSync } from 'node:fs'
import { messageOf } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'

/** Reads the join token from a file, or from standard input when the path is `-`. It is never taken from arguments or variables. */
export function readJoinToken(path: string): string {
  let text: string
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new StartupError(`the join token cannot be read: ${messageOf(error)}`, 2)
  }
  const token = text.trim()
  if (token.length < 20 || token.length > 200 || /\s/.test(token)) {
    throw new StartupError(
      `${path === '-' ? 'standard input' : path} does not hold a join token. Create one for this cluster in the control plane.`,
      2,
    )
  }
  return token
}
