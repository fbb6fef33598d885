import { createHash } from 'node:crypto'
import type { SubmitWorkload } from '../schemas.ts'

/** Equal for requests that say the same, whatever their keys. */
export function requestSha256({ idempotencyKey: _key, ...request }: SubmitWorkload): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex')
}
