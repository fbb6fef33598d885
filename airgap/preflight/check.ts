export type CheckResult = 'pass' | 'warn' | 'fail'

/** One thing that has to be right before anything is changed. */
export interface Check {
  /** Stable, such as `R2`. */
  id: string
  what: string
  result: CheckResult
  /** The value that was found. */
  seen: string
  /** For what is not a pass: one sentence with what to do. */
  fix?: string
}

export function pass(id: string, what: string, seen: string): Check {
  return { id, what, result: 'pass', seen }
}

export function warn(id: string, what: string, seen: string, fix: string): Check {
  return { id, what, result: 'warn', seen, fix }
}

export function fail(id: string, what: string, seen: string, fix: string): Check {
  return { id, what, result: 'fail', seen, fix }
}

/** The checks as a table, with what to do below each line that is not a pass. */
export function tellChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length))
  const lines = checks.flatMap(({ id, what, result, seen, fix }) => [
    `${result.padEnd(4)}  ${id.padEnd(3)}  ${what.padEnd(width)}  ${seen}`,
    ...(fix === undefined ? [] : [`           ${fix}`]),
  ])
  const count = (wanted: CheckResult) => checks.filter(({ result }) => result === wanted).length
  return [...lines, `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`].join('\n')
}
