import { AirgapError } from '../cli/airgap-error.ts'
import type { History, KeptRelease } from './history.ts'

/** Where a way back leads: to what was last found good when an upgrade was broken off, and else to what ran before it. Throws with exit class `cluster` where there is none. */
export function wayBack({ entries, pending }: History): KeptRelease {
  const [newest, before] = entries
  const target = pending === undefined ? before : newest
  if (target === undefined)
    throw new AirgapError('cluster', 'there is nothing to go back to: no other release has run here', {
      hint: 'the last three releases that were found good are kept from the first ./airgap apply on',
    })
  return target
}

/** The release that a backup was made of, so that code and data belong together. Throws with exit class `cluster` for one that is not kept. */
export function releaseOf({ entries }: History, version: string): KeptRelease {
  const target = entries.find((each) => each.version === version)
  if (target === undefined)
    throw new AirgapError(
      'cluster',
      `the backup is of ${version}, which is not among the releases that are kept here`,
      {
        details: entries.map((each) => `${each.version} of ${each.at}`),
        hint: 'restore it into an empty database with the bundle of that release: ./airgap restore',
      },
    )
  return target
}
