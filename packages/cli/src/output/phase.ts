import type { Workload } from '@fairlead/sdk'
import type { Paint } from './paint.ts'

/** A phase in its colour. */
export function paintPhase(text: string, phase: string, paint: Paint): string {
  switch (phase) {
    case 'RUNNING':
    case 'SUCCEEDED':
      return paint.green(text)
    case 'FAILED':
      return paint.red(text)
    case 'QUEUED':
    case 'SUSPENDED':
    case 'CANCELLING':
      return paint.yellow(text)
    case 'CANCELLED':
      return paint.dim(text)
    default:
      return paint.cyan(text)
  }
}

/** What stands beside the phase: stale news first, then the reason in words. */
export function noteOf(workload: Workload): string {
  const { status } = workload
  const stale = status.connected === false ? 'cluster out of contact' : ''
  const said = status.message ?? status.reason ?? ''
  const isPlain = status.phase === 'RUNNING' || status.phase === 'SUCCEEDED'
  return [stale, isPlain && stale === '' ? '' : said].filter((text) => text !== '').join('; ')
}
