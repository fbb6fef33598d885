import type { Outputs } from '../../lib/trpc.ts'

type Upgrades = Outputs['clusters']['upgrades']

export const SKEW_WORDS: Record<Upgrades['skew'], string> = {
  same: 'as the control plane',
  behind: 'older than the control plane',
  ahead: 'newer than the control plane',
  refused: 'not let in: they have no wire version in common',
  unknown: 'which is no version that can be compared',
}

/** `fri, sat from 22:00 for 4 h (Europe/Berlin)`. */
export function windowText({ days, from, hours, timeZone }: NonNullable<Upgrades['window']>): string {
  return `${days.length === 7 ? 'every day' : days.join(', ')} from ${from} for ${hours} h (${timeZone})`
}
