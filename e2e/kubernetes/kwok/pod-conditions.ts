import { setting, type Stage } from './stage.ts'

type Condition = Stage['when'][number]

const ENVIRONMENT = '([.spec.containers[].env[]? | select(.name | startswith("FAIRLEAD_SIMULATED_"))] | length)'

export const isKept: Condition = { path: '.metadata.deletionTimestamp', not: 'there' }
export const isGoing: Condition = { path: '.metadata.deletionTimestamp' }
export const isPending: Condition = { path: '.status.phase', is: ['Pending'] }
export const isRunning: Condition = { path: '.status.containerStatuses.[].state.running.startedAt' }

/** Has settings in its environment that are not annotations yet. */
export const isToBeRead: Condition = {
  path: `(${ENVIRONMENT} > 0) and (${setting('environment')} != "read")`,
  is: ['true'],
}
export const isRead: Condition = { ...isToBeRead, is: ['false'] }

/** Is to end well, and not by itself if it is neither told so nor part of a Job. */
export const isToSucceed: Condition[] = [
  { path: setting('failure'), not: 'there' },
  { path: `${setting('exit-code')} // "0"`, is: ['0'] },
  { path: '.spec.restartPolicy', not: ['Always'] },
  {
    path: `(${setting('duration')} != null) or ([.metadata.ownerReferences[]? | select(.kind == "Job")] | length > 0)`,
    is: ['true'],
  },
]

/** Is to fail in one of these ways. An exit code other than 0 is the failure `Error`. */
export function isToFail(...ways: string[]): Condition {
  const way = `(${setting('failure')} // (if (${setting('exit-code')} // "0") == "0" then "none" else "Error" end))`
  return { path: way, is: ways }
}

export function isNotToFail(...ways: string[]): Condition {
  return { path: setting('failure'), not: ways }
}

export const restarts: Condition = { path: '.spec.restartPolicy', is: ['Always', 'OnFailure'] }
export const doesNotRestart: Condition = { path: '.spec.restartPolicy', is: ['Never'] }
