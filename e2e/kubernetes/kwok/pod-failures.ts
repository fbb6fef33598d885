import { doesNotRestart, isKept, isPending, isRead, isRunning, isToFail, restarts } from './pod-conditions.ts'
import { ADDRESSES, conditions, containers, ended } from './pod-templates.ts'
import { setting, type Stage } from './stage.ts'

const IMAGE = '{{ $item.image }}'

/** Ways to fail in which no container ever starts and the pod stays Pending, with what the kubelet says. */
const STUCK = {
  ErrImagePull: `failed to pull and unpack image "${IMAGE}": not found`,
  ImagePullBackOff: `Back-off pulling image "${IMAGE}": ErrImagePull: failed to pull and unpack image "${IMAGE}": not found`,
  InvalidImageName: `Failed to apply default image tag "${IMAGE}": couldn't parse image name: invalid reference format`,
  CreateContainerConfigError: 'secret "settings" not found',
  CreateContainerError: 'context deadline exceeded',
  ContainerCreating: '',
} as const

/** Ways to fail in which the node refuses the pod. */
const REFUSED = {
  UnexpectedAdmissionError:
    'Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
  OutOfcpu: "Node didn't have enough resource: cpu, requested: 1000, used: 64000, capacity: 64000",
  NodeAffinity: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
} as const

/** Ways to fail in which a container ends by itself, with its exit code. `Error` takes the code it is told, or 1. */
const ENDED = {
  Error: `{{ or (index .metadata.annotations "fairlead.dev/simulated-exit-code") "1" }}`,
  OOMKilled: '137',
  StartError: '128',
} as const

/** Ways to fail in which somebody ends the pod: what its status says, and whether that counts as a disruption. */
const PUT_OUT = {
  Evicted: {
    message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. ',
    disruption: 'TerminationByKubelet',
  },
  Preempting: { message: 'Preempted in order to admit critical pod', disruption: 'TerminationByKubelet' },
  Terminated: {
    message: 'Pod was terminated in response to imminent node shutdown.',
    disruption: 'TerminationByKubelet',
  },
  DeadlineExceeded: { message: 'Pod was active on the node longer than the specified deadline', disruption: undefined },
} as const

export type SimulatedFailure =
  | keyof typeof STUCK
  | keyof typeof REFUSED
  | keyof typeof ENDED
  | keyof typeof PUT_OUT
  | 'CrashLoopBackOff'

export const NEVER_STARTED = [...Object.keys(STUCK), ...Object.keys(REFUSED)]

/** One stage or two for each way to fail. They come into force when the simulated duration is over. */
export const POD_FAILURE_STAGES: readonly Stage[] = [
  ...Object.entries(STUCK).map(([way, message]) => stuck(way, message)),
  ...Object.entries(REFUSED).map(([way, message]) => refused(way, message)),
  ...Object.entries(ENDED).flatMap(([way, exitCode]) => [
    failed(way, exitCode),
    crashLooping(way, exitCode, way, restarts),
  ]),
  crashLooping('CrashLoopBackOff', '1', 'Error'),
  ...Object.entries(PUT_OUT).map(([way, how]) => putOut(way, how.message, how.disruption)),
]

function stuck(way: string, message: string): Stage {
  const waiting = `  state:\n    waiting:\n      reason: ${way}\n      message: ${yamlText(message)}`
  return {
    name: `pod-stuck-${way.toLowerCase()}`,
    kind: 'Pod',
    when: [
      isKept,
      isRead,
      isPending,
      isToFail(way),
      { path: '.status.containerStatuses.[].state.waiting.reason', not: 'there' },
    ],
    delay: { from: setting('startup'), defaultMs: 0 },
    ...(message === '' ? {} : { event: { type: 'Warning' as const, reason: 'Failed', message: `Error: ${way}` } }),
    status: `${conditions(false, 'ContainersNotReady')}${containers(waiting)}${ADDRESSES}
phase: Pending
`,
  }
}

function refused(way: string, message: string): Stage {
  return {
    name: `pod-refused-${way.toLowerCase()}`,
    kind: 'Pod',
    when: [isKept, isRead, isPending, isToFail(way)],
    event: { type: 'Warning', reason: way, message },
    status: `phase: Failed
reason: ${way}
message: ${yamlText(`Pod was rejected: ${message}`)}
startTime: {{ Now | Quote }}
`,
  }
}

function failed(way: string, exitCode: string): Stage {
  return {
    name: `pod-failed-${way.toLowerCase()}`,
    kind: 'Pod',
    when: [isKept, isRunning, isToFail(way), doesNotRestart],
    delay: { from: setting('duration'), defaultMs: 0 },
    status: `${conditions(false, 'PodFailed')}${containers(ended(root(exitCode), way))}
phase: Failed
`,
  }
}

function crashLooping(way: string, exitCode: string, reason: string, ...when: Stage['when']): Stage {
  const waiting = `  state:
    running: null
    waiting:
      reason: CrashLoopBackOff
      message: {{ printf "back-off 40s restarting failed container=%s pod=%s" $item.name $root.metadata.name | Quote }}
${ended(root(exitCode), reason, 'lastState')}`
  return {
    name: `pod-crash-looping-${way.toLowerCase()}`,
    kind: 'Pod',
    when: [isKept, isRunning, isToFail(way), ...when],
    delay: { from: setting('duration'), defaultMs: 0 },
    event: { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container' },
    status: `${conditions(false, 'ContainersNotReady')}${containers(waiting, { restartCount: '{{ add 3 (or $origin.restartCount 0) }}' })}
phase: Running
`,
  }
}

function putOut(way: string, message: string, disruption: string | undefined): Stage {
  const condition = `- type: DisruptionTarget
  status: 'True'
  reason: ${disruption}
  message: ${yamlText(message)}
  lastTransitionTime: {{ $now | Quote }}
`
  return {
    name: `pod-put-out-${way.toLowerCase()}`,
    kind: 'Pod',
    when: [isKept, isRunning, isToFail(way)],
    delay: { from: setting('duration'), defaultMs: 0 },
    event: { type: 'Warning', reason: way, message },
    status: `${conditions(false, 'PodFailed')}${disruption === undefined ? '' : condition}${containers(ended('137', 'Error'))}
phase: Failed
reason: ${way}
message: ${yamlText(message)}
`,
  }
}

/** Inside the list of containers, a template has to say where it looks. */
function root(template: string): string {
  return template.replace('.metadata', '$root.metadata')
}

/** A text that may hold a template, as YAML in single quotes. */
function yamlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
