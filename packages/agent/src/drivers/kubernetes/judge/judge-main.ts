import type { EventFacts } from '../observe/event-facts.ts'
import type { MainFacts } from '../observe/main-facts.ts'
import type { Failure, PodSurroundings } from './judge-pod.ts'

/** Why the main object itself counts as failed, when no pod says it. */
export function mainFailure(main: MainFacts | undefined): Failure | undefined {
  const failed = main?.conditions.find(({ type }) => type === 'Failed')
  if (failed === undefined) return undefined
  if (failed.reason === 'DeadlineExceeded') return { reason: 'TIMEOUT', message: 'it ran longer than its time limit' }
  return { reason: 'INTERNAL', message: `${main?.kind ?? ''} failed: ${failed.reason}: ${failed.message}` }
}

/** Why no pods are made. A quota may free itself; what the cluster forbids stays forbidden. */
export function createFailure(
  main: MainFacts,
  around: Pick<PodSurroundings, 'events' | 'failAfterMs'>,
): (Failure & { at: number }) | undefined {
  const event = around.events(`${main.namespace}/${main.name}`).find(({ reason }) => reason === 'FailedCreate')
  if (event === undefined) return undefined
  const failure = createReason(event)
  const isFinal = failure.reason === 'ADMISSION_DENIED'
  return { ...failure, at: event.firstAt + (isFinal ? 0 : around.failAfterMs) }
}

function createReason({ message }: Pick<EventFacts, 'message'>): Failure {
  if (isQuota(message)) {
    return { reason: 'NAMESPACE_QUOTA', message: `the namespace's own quota leaves no room: ${message}` }
  }
  if (isDenial(message))
    return { reason: 'ADMISSION_DENIED', message: `the cluster does not allow this pod: ${message}` }
  return { reason: 'INTERNAL', message: `its pods cannot be made: ${message}` }
}

export function isQuota(message: string): boolean {
  return /exceeded quota|must specify limits|must specify requests/i.test(message)
}

export function isDenial(message: string): boolean {
  return /violates PodSecurity|admission webhook|ValidatingAdmissionPolicy|denied the request|is forbidden|unable to validate against any/i.test(
    message,
  )
}
