import { AuthError, FairleadError } from '@fairlead/sdk'
import { UsageError } from '../lib/usage-error.ts'
import { clean, wrap } from '../output/fit.ts'
import type { Paint } from '../output/paint.ts'

export interface ErrorContext {
  /** The control plane that was talked to. */
  url: string | undefined
  context: string | undefined
  width: number | undefined
  paint: Paint
}

const LABEL_WIDTH = 9
const ISSUES_MAX = 20

/** One block: what, where, how to fix it, and what finds it in the log. */
export function describeError(error: unknown, { url, context, width, paint }: ErrorContext): string {
  const lines: string[] = []
  const add = (label: string, text: string, color: (text: string) => string = (plain) => plain) => {
    const body = width === undefined ? [clean(text)] : wrap(text, Math.max(30, width - LABEL_WIDTH))
    for (const [index, line] of body.entries()) {
      lines.push(`${index === 0 ? color(label.padEnd(LABEL_WIDTH)) : ' '.repeat(LABEL_WIDTH)}${line}`)
    }
  }
  if (error instanceof UsageError) {
    add('error', error.message, paint.red)
    for (const detail of error.details) add('', detail)
    if (error.where !== null) add('where', error.where, paint.dim)
    if (error.hint !== null) add('fix', error.hint, paint.green)
    return `${lines.join('\n')}\n`
  }
  if (!(error instanceof FairleadError)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `${paint.red('error'.padEnd(LABEL_WIDTH))}this is a fault of the command itself\n${message}\n`
  }
  add('error', error.message, paint.red)
  for (const issue of shownIssues(error)) add('', `${issue.path}: ${issue.message}`)
  if (url !== undefined) add('where', context === undefined ? url : `${url} (context ${context})`, paint.dim)
  const hint = error instanceof AuthError && url !== undefined ? `sign in: fairlead login --url ${url}` : error.hint
  if (hint !== null) add('fix', hint, paint.green)
  if (error.requestId) add('request', error.requestId, paint.dim)
  return `${lines.join('\n')}\n`
}

/** With one issue the message says it all. */
function shownIssues(error: FairleadError): readonly { path: string; message: string }[] {
  return error.issues.length > 1 ? error.issues.slice(0, ISSUES_MAX) : []
}
