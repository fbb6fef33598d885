import { AirgapError } from '../cli/airgap-error.ts'

/** Throws with exit class `preflight` for somebody else than root. */
export function requireRoot(hint = 'run the same command as root'): void {
  if (process.getuid?.() === 0) return
  throw new AirgapError('preflight', 'users and services are made by root alone', { hint })
}
