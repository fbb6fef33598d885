import { formatBytes } from '../../cli/progress.ts'
import { fail, pass, warn, type Check } from '../check.ts'
import type { ProbeSeen } from './seen.ts'

/** A database that cannot write stops. */
const LEAST_BYTES = 200_000_000
/** A restore in place of what is there holds both for a while. */
const TIGHT_SHARE = 0.2
const SLOW_WRITE_MS = 20

/** D5 and D6 of the bundled database where it runs already: how long a safe write to its volume takes, and what is free there. */
export function checkVolume(seen: NonNullable<ProbeSeen['volume']>, claim: string): Check[] {
  const [room, write] = ['room for data', 'time of a safe write']
  if ('error' in seen) return [warn('D6', room, seen.error, `the volume of ${claim} could not be looked at from a pod`)]
  const { freeBytes, bytes, writeMs } = seen
  const told = `${formatBytes(freeBytes)} of ${formatBytes(bytes)} free in ${claim}`
  const grow = `make the volume of ${claim} larger: backend.database.bundled.size says how large a new one is, and storage classes that allow it grow one that is there`
  return [
    freeBytes < LEAST_BYTES
      ? fail('D6', room, told, `${grow}; without room the database stops`)
      : freeBytes < bytes * TIGHT_SHARE
        ? warn('D6', room, told, grow)
        : pass('D6', room, told),
    // Where nothing could be written, what is free says why.
    ...(writeMs === undefined
      ? []
      : [
          writeMs > SLOW_WRITE_MS
            ? warn(
                'D5',
                write,
                `${writeMs.toFixed(1)} ms`,
                `every change waits for the disk of ${claim}: under ${SLOW_WRITE_MS} ms is good`,
              )
            : pass('D5', write, `${writeMs.toFixed(1)} ms in ${claim}`),
        ]),
  ]
}
