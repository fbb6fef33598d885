/** A field that the control plane did not accept. */
export interface Issue {
  path: string
  message: string
}

export interface ErrorDetails {
  /** Stable, for programs. */
  code: string
  status?: number | undefined
  requestId?: string | undefined
  hint?: string | null | undefined
  issues?: readonly Issue[] | undefined
  cause?: unknown
}

/** Everything that this library throws on purpose. `message` says what went wrong, `hint` what to do about it. */
export class FairleadError extends Error {
  override name = 'FairleadError'
  readonly code: string
  /** Of the HTTP answer; null when there was none. */
  readonly status: number | null
  /** Finds the request in the control plane's log. */
  readonly requestId: string | null
  readonly hint: string | null
  readonly issues: readonly Issue[]

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? {} : { cause: details.cause })
    this.code = details.code
    this.status = details.status ?? null
    this.requestId = details.requestId ?? null
    this.hint = details.hint ?? null
    this.issues = details.issues ?? []
  }
}

/** Nobody is signed in, or the token is not good any more. */
export class AuthError extends FairleadError {
  override name = 'AuthError'
}

/** The caller is known and may not do this. */
export class ForbiddenError extends FairleadError {
  override name = 'ForbiddenError'
}

/** There is no such thing, or the caller may not see it. */
export class NotFoundError extends FairleadError {
  override name = 'NotFoundError'
}

/** The request itself is wrong; `issues` names the fields. */
export class ValidationError extends FairleadError {
  override name = 'ValidationError'
}

/** The state of things stands against it: a taken name, a finished job. */
export class ConflictError extends FairleadError {
  override name = 'ConflictError'
}

/** The control plane, or a cluster that it needs, is out of reach. Trying again later may help. */
export class UnavailableError extends FairleadError {
  override name = 'UnavailableError'
}

/** What was waited for did not happen in time. It may still happen. */
export class TimeoutError extends FairleadError {
  override name = 'TimeoutError'
}

/** A job that was waited for with `check` has ended without success. */
export class JobFailedError extends FairleadError {
  override name = 'JobFailedError'
}
