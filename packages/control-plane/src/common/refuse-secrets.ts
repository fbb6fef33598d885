import { AppError } from '../lib/app-error.ts'

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
/** Fields that name a Secret of the cluster, and hold none. */
const REFERENCES = new Set(['secret', 'pushSecret', 'secretRef', 'imagePullSecrets'])
/** `pad_token: "</s>"` is a word of a vocabulary. */
const WORD_LENGTH_MAX = 15

/**
 * Secrets of customers never enter the control plane. A value that is called or looks like one is refused, and the message never
 * repeats it. A path or a file name under such a name is allowed. `parts` are the parts of a request by their path in it.
 */
export function refuseSecrets(parts: Readonly<Record<string, unknown>>): void {
  const found = Object.entries(parts).flatMap(([path, part]) => secretsIn(part, path, ''))
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

function secretsIn(value: unknown, path: string, name: string): string[] {
  if (typeof value === 'string') return isSecret(name, value) ? [path] : []
  if (typeof value !== 'object' || value === null || REFERENCES.has(name)) return []
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, `${path}.${key}`, key))
}

function isSecret(name: string, value: string): boolean {
  if (value === '') return false
  if (VALUES.some((pattern) => pattern.test(value))) return true
  if (REFERENCES.has(name)) return false
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
  if (!NAMES.test(words) || /(_FILE|_PATH|_NAME|_ID|_URL)$/i.test(words) || value.startsWith('/')) return false
  return !(words.endsWith('_token') && value.length <= WORD_LENGTH_MAX)
}
