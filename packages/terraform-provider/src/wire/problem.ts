import { ConflictError, FairleadError } from '@fairlead/sdk'

/** What is shown to whoever runs a plan: as the protocol carries it. */
export interface Diagnostic {
  severity: 1 | 2
  summary: string
  detail: string
  attribute?: { steps: { attributeName: string }[] }
}

/** Something wrong with what a configuration says, at one attribute. */
export class Problem extends Error {
  override name = 'Problem'
  readonly at: readonly string[]
  readonly detail: string

  constructor(at: readonly string[], message: string, detail = '') {
    super(message)
    this.at = at
    this.detail = detail
  }
}

/** What `error` says, and what to do about it, of something that was to be made or not. Nothing of a token is in it. */
export function errorDiagnostic(error: unknown, isMade = false): Diagnostic {
  if (error instanceof Problem)
    return { severity: 1, summary: error.message, detail: error.detail, ...placeOf(error.at) }
  if (!(error instanceof FairleadError))
    return { severity: 1, summary: error instanceof Error ? error.message : String(error), detail: '' }
  const detail = [
    ...(error.hint === null ? [] : [error.hint]),
    ...error.issues.map(({ path, message }) => `${path}: ${message}`),
    ...(isMade && error instanceof ConflictError ? ['What is there already comes under management by `import`.'] : []),
    ...(error.requestId === null ? [] : [`Request ${error.requestId} in the log of the control plane.`]),
  ]
  return { severity: 1, summary: error.message, detail: detail.join('\n') }
}

export function warningDiagnostic(summary: string): Diagnostic {
  return { severity: 2, summary, detail: '' }
}

function placeOf(at: readonly string[]): Pick<Diagnostic, 'attribute'> {
  return at.length === 0 ? {} : { attribute: { steps: at.map((attributeName) => ({ attributeName })) } }
}
