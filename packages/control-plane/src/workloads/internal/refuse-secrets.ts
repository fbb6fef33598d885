import { AppError } from '../../lib/app-error.ts'

const NAMES =
  /(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY)($|_)/i
const VALUES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bhf_[A-Za-z0-9]{30,}\b/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\b/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s:@]+@/,
]

/**
 * Secrets of customers never enter the control plane. A value that is called or looks like one is refused, and the message never
 * repeats it. A path or a file name under such a name is allowed.
 */
export function refuseSecrets(env: Record<string, unknown>, command: readonly string[]): void {
  const found: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'string' || value === '') continue
    const isNamedSecret = NAMES.test(name) && !/(_FILE|_PATH|_NAME|_ID|_URL)$/i.test(name) && !value.startsWith('/')
    if (isNamedSecret || VALUES.some((pattern) => pattern.test(value))) found.push(`spec.env.${name}`)
  }
  for (const [index, word] of command.entries()) {
    if (VALUES.some((pattern) => pattern.test(word))) found.push(`spec.command.${index}`)
  }
  if (found.length === 0) return
  throw new AppError(
    'SECRET_IN_SPEC',
    `${found.join(', ')} looks like a secret value, and secrets stay in the cluster`,
    {
      hint: 'store it in the cluster and refer to it: {"secretRef": {"name": "...", "key": "..."}}',
      issues: found.map((path) => ({ path, message: 'secret values are refused' })),
    },
  )
}
