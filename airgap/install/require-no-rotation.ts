import { AirgapError } from '../cli/airgap-error.ts'

/** For whoever brings a password to programs: while it is being changed that would be the wrong one. Throws with exit class `preflight`. */
export function requireNoRotation(isBegun: boolean): void {
  if (!isBegun) return
  throw new AirgapError('preflight', 'a change of the password of the database was broken off', {
    hint: 'let it go on first: ./airgap rotate database-password',
  })
}
