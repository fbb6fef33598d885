import {
  AuthError,
  ConflictError,
  FairleadError,
  ForbiddenError,
  NotFoundError,
  UnavailableError,
  ValidationError,
  type ErrorDetails,
} from '../errors.ts'
import type { components } from '../generated/api.ts'

type Problem = components['schemas']['Problem']

/** A refusal as an error of its own class. Reads the body. */
export async function errorOfResponse(response: Response, origin: string): Promise<FairleadError> {
  const problem = readProblem(await response.text().catch(() => ''))
  const { status } = response
  if (!problem) {
    const requestId = response.headers.get('x-request-id') ?? undefined
    const isGateway = status === 429 || status >= 500
    const message = isGateway
      ? `${origin} is not able to answer right now (HTTP ${status})`
      : `${origin} does not answer like a Fairlead control plane (HTTP ${status})`
    const hint = isGateway ? 'try again in a moment' : 'check the URL'
    const code = isGateway ? 'UNAVAILABLE' : 'NOT_A_CONTROL_PLANE'
    return new UnavailableError(message, { code, status, requestId, hint })
  }
  const { message, ...details } = problem
  return errorOf(message, { ...details, status })
}

/** A refusal that came as data, for example inside a stream. Undefined when the text is none. */
export function readProblem(text: string): Problem['error'] | undefined {
  try {
    const { error } = JSON.parse(text) as Partial<Problem>
    return typeof error?.code === 'string' && typeof error.message === 'string' ? error : undefined
  } catch {
    return undefined
  }
}

const CLASS_OF_CODE: Record<string, typeof FairleadError> = {
  UNAUTHENTICATED: AuthError,
  FORBIDDEN: ForbiddenError,
  NOT_FOUND: NotFoundError,
  VALIDATION: ValidationError,
  SECRET_IN_SPEC: ValidationError,
  UNKNOWN_TEMPLATE: ValidationError,
  IDEMPOTENCY_MISMATCH: ConflictError,
  CONFLICT: ConflictError,
  LOGS_NOT_AVAILABLE: ConflictError,
  CLUSTER_OFFLINE: UnavailableError,
  RATE_LIMITED: UnavailableError,
  UNAVAILABLE: UnavailableError,
}

const CLASS_OF_STATUS: Record<number, typeof FairleadError> = {
  400: ValidationError,
  401: AuthError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  413: ValidationError,
  422: ValidationError,
  429: UnavailableError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
}

/** By its code; a code that this version does not know yet goes by the status. */
export function errorOf(message: string, details: ErrorDetails): FairleadError {
  const Class = CLASS_OF_CODE[details.code] ?? CLASS_OF_STATUS[details.status ?? 0] ?? FairleadError
  return new Class(message, details)
}
