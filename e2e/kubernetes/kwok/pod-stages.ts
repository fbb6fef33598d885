import {
  isGoing,
  isKept,
  isNotToFail,
  isPending,
  isRead,
  isRunning,
  isToBeRead,
  isToSucceed,
} from './pod-conditions.ts'
import { NEVER_STARTED, POD_FAILURE_STAGES } from './pod-failures.ts'
import { ADDRESSES, conditions, containers, ended, INIT_CONTAINERS } from './pod-templates.ts'
import { FROZEN, setting, type Stage } from './stage.ts'

/**
 * A pod starts, runs for as long as it is told, and ends as it is told. A pod of a Job that is told nothing succeeds after a second; any other runs until it is
 * deleted.
 */
export const POD_STAGES: readonly Stage[] = [
  {
    // Takes the place of whatever was to happen to it next.
    name: 'pod-freeze',
    kind: 'Pod',
    isForFrozen: true,
    when: [{ path: `.metadata.annotations["${FROZEN}"]`, is: ['asked'] }],
    metadata: `annotations:\n  ${FROZEN}: done\n`,
  },
  {
    // Settings may come as environment, since that is what a submitted workload can always carry.
    name: 'pod-environment',
    kind: 'Pod',
    when: [isKept, isToBeRead],
    metadata: `annotations:
  fairlead.dev/simulated-environment: read
{{ range .spec.containers }}{{ range .env }}{{ if hasPrefix "FAIRLEAD_SIMULATED_" .name }}
  fairlead.dev/simulated-{{ .name | trimPrefix "FAIRLEAD_SIMULATED_" | lower | replace "_" "-" }}: {{ or .value "" | Quote }}
{{ end }}{{ end }}{{ end }}
`,
  },
  {
    name: 'pod-start',
    kind: 'Pod',
    when: [isKept, isRead, isPending, isNotToFail(...NEVER_STARTED)],
    delay: { from: setting('startup'), defaultMs: 0 },
    status: `${conditions(true)}${containers('  state:\n    running:\n      startedAt: {{ $now | Quote }}', { isReady: true })}${INIT_CONTAINERS}${ADDRESSES}
phase: Running
`,
  },
  {
    name: 'pod-succeed',
    kind: 'Pod',
    when: [isKept, isRunning, ...isToSucceed],
    delay: { from: setting('duration'), defaultMs: 1_000 },
    status: `${conditions(false, 'PodCompleted')}${containers(ended('0', 'Completed'))}
phase: Succeeded
`,
  },
  ...POD_FAILURE_STAGES,
  {
    name: 'pod-stop',
    kind: 'Pod',
    when: [isGoing, { path: '.status.phase', is: ['Pending', 'Running'] }],
    delay: { from: setting('stop'), defaultMs: 0 },
    status: `${conditions(false, 'PodFailed')}${containers(ended('143', 'Error'))}
phase: Failed
`,
  },
  {
    name: 'pod-delete',
    kind: 'Pod',
    when: [isGoing, { path: '.status.phase', is: ['Succeeded', 'Failed'] }],
    deletes: true,
  },
]
