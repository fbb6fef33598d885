import type { RingResult } from './ring-result.ts'

/** A failure is read in the last screenful, or not at all. */
const MESSAGE_LINES = 12

/** Lines of the end of a run: what failed and why, what passed at the second try only, and a line of counts for each ring and for all. */
export function summarise(rings: readonly { name: string; seconds: number; result: RingResult }[]): string {
  const lines: string[] = []
  for (const { name, result } of rings) {
    for (const failure of result.failures)
      lines.push('', `FAILED  ${name}: ${failure.name}`, ...indented(failure.message))
    for (const flaky of result.flaky)
      lines.push('', `FLAKY  ${name}: ${flaky.name} passed at the second try only`, ...indented(flaky.message))
  }
  lines.push('')
  for (const { name, seconds, result } of rings)
    lines.push(`${name.padEnd(10)} ${countsOf(result)} (${seconds.toFixed(0)} s)`)
  const sum = (field: 'passed' | 'failed' | 'skipped') => rings.reduce((total, { result }) => total + result[field], 0)
  lines.push(countsOf({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }))
  return lines.join('\n')
}

function countsOf({ passed, failed, skipped }: Pick<RingResult, 'passed' | 'failed' | 'skipped'>): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function indented(message: string): string[] {
  const lines = message.split('\n')
  const shown = lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`)
  return lines.length > MESSAGE_LINES ? [...shown, `    … ${lines.length - MESSAGE_LINES} more lines above`] : shown
}
