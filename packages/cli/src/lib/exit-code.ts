import {
  AuthError,
  ConflictError,
  FairleadError,
  ForbiddenError,
  JobFailedError,
  NotFoundError,
  TimeoutError,
  ValidationError,
} from '@fairlead/sdk'
import { UsageError } from './usage-error.ts'

/** What the command says to the script that called it. Stable. */
export const EXIT = {
  ok: 0,
  jobFailed: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  denied: 5,
  unavailable: 6,
  timeout: 7,
  gateFailed: 8,
  /** A fault of this program itself. */
  fault: 70,
  /** Left by Ctrl-C. */
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Refusals by rule: the same request would be fine without the thing that the rule stands against. */
const DENIED = new Set(['SECRET_IN_SPEC', 'POLICY_DENIED'])
const ABSENT = new Set(['LOGS_NOT_AVAILABLE'])

/** The exit code for anything that was thrown. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage
  if (!(error instanceof FairleadError)) return EXIT.fault
  if (DENIED.has(error.code)) return EXIT.denied
  if (ABSENT.has(error.code)) return EXIT.notFound
  if (error instanceof AuthError) return EXIT.auth
  if (error instanceof ForbiddenError) return EXIT.denied
  if (error instanceof NotFoundError) return EXIT.notFound
  if (error instanceof ValidationError || error instanceof ConflictError) return EXIT.usage
  if (error instanceof TimeoutError) return EXIT.timeout
  if (error instanceof JobFailedError) return EXIT.jobFailed
  return EXIT.unavailable
}
