import type { DrizzleTx } from '../db/connect.ts'
import { AppError } from '../lib/app-error.ts'
import { readSizes } from './read-sizes.ts'
import type { Size } from './schemas.ts'

/** A size by the name that a spec gives. Throws VALIDATION that lists what there is. */
export async function findSize(q: DrizzleTx, name: string): Promise<Size> {
  const all = await readSizes(q)
  const found = all.find((size) => size.name === name)
  if (found) return found
  const names = all.map((size) => size.name).join(', ')
  throw new AppError('VALIDATION', `there is no size "${name}"; there is: ${names}`, {
    hint: 'see what each of them means with: fairlead size ls',
    issues: [{ path: 'spec.size', message: `one of ${names}` }],
  })
}
