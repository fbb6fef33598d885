/** Conditions of a pod, beside `PodScheduled`, which the scheduler keeps. */
export function conditions(isReady: boolean, reason = ''): string {
  const why = isReady
    ? ''
    : `\n  reason: ${reason}\n  message: 'containers with unready status: [{{ range .spec.containers }}{{ .name }} {{ end }}]'`
  const status = isReady ? 'True' : 'False'
  return `
{{ $now := Now }}
{{ $root := . }}
conditions:
- type: Initialized
  status: 'True'
  lastTransitionTime: {{ $now | Quote }}
- type: Ready
  status: '${status}'
  lastTransitionTime: {{ $now | Quote }}${why}
- type: ContainersReady
  status: '${status}'
  lastTransitionTime: {{ $now | Quote }}${why}
`
}

/** The status of every container. `state` may use `$item` (the container), `$origin` (its status so far), `$since` (when it started) and `$now`. */
export function containers(state: string, options: { isReady?: boolean; restartCount?: string } = {}): string {
  const { isReady = false, restartCount = '{{ or $origin.restartCount 0 }}' } = options
  return `
containerStatuses:
{{ range $index, $item := .spec.containers }}
{{ $origin := dict }}
{{ if $root.status.containerStatuses }}{{ $origin = index $root.status.containerStatuses $index }}{{ end }}
{{ $since := dig "state" "running" "startedAt" $now $origin }}
- name: {{ $item.name | Quote }}
  image: {{ $item.image | Quote }}
  imageID: {{ $item.image | Quote }}
  containerID: {{ printf "simulated://%s-%s" $root.metadata.uid $item.name | Quote }}
  ready: ${isReady}
  started: ${isReady}
  restartCount: ${restartCount}
${state}
{{ end }}
`
}

/** Init containers that have done their work, and sidecars that run beside the others. */
export const INIT_CONTAINERS = `
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ready: true
  restartCount: 0
  state:
  {{ if eq (or .restartPolicy "") "Always" }}
    running:
      startedAt: {{ $now | Quote }}
  {{ else }}
    terminated:
      exitCode: 0
      reason: Completed
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}
  {{ end }}
{{ end }}
`

export const ADDRESSES = `
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
startTime: {{ $now | Quote }}
`

/** The state of a container that has ended, now or before its last restart. */
export function ended(exitCode: string, reason: string, field: 'state' | 'lastState' = 'state'): string {
  return `  ${field}:
    ${field === 'state' ? 'running: null' : ''}
    terminated:
      exitCode: ${exitCode}
      reason: ${reason}
      startedAt: {{ $since | Quote }}
      finishedAt: {{ $now | Quote }}`
}
