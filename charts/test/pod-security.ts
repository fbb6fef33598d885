import { containersOf, type Container, type PodSpec } from './manifest.ts'

const VOLUMES = new Set([
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
])
const PROFILES = new Set(['RuntimeDefault', 'Localhost'])

/** What the level `restricted` of the Pod Security Standards has against a pod; empty when it passes. */
export function againstRestricted(pod: PodSpec): string[] {
  const { securityContext: context = {}, volumes = [] } = pod
  const problems: string[] = []
  if (pod.hostNetwork || pod.hostPID || pod.hostIPC) problems.push('shares a namespace of the host')
  if (context.runAsUser === 0) problems.push('runs as root')
  for (const volume of volumes) {
    const type = Object.keys(volume).find((key) => key !== 'name')
    if (type === undefined || !VOLUMES.has(type)) problems.push(`has a volume of type ${type}`)
  }
  for (const container of containersOf(pod))
    problems.push(...againstContainer(container, pod).map((problem) => `${container.name} ${problem}`))
  return problems
}

function againstContainer({ ports = [], securityContext: own = {} }: Container, pod: PodSpec): string[] {
  const { securityContext: context = {} } = pod
  const checks: [boolean, string][] = [
    [own.allowPrivilegeEscalation === false, 'may get more privileges'],
    [!own.privileged, 'is privileged'],
    [own.capabilities?.drop?.includes('ALL') ?? false, 'keeps capabilities'],
    [(own.capabilities?.add ?? []).every((name) => name === 'NET_BIND_SERVICE'), 'adds capabilities'],
    [own.runAsNonRoot ?? context.runAsNonRoot ?? false, 'may run as root'],
    [own.runAsUser !== 0, 'runs as root'],
    [PROFILES.has((own.seccompProfile ?? context.seccompProfile)?.type ?? ''), 'has no seccomp profile'],
    [ports.every(({ hostPort }) => hostPort === undefined), 'takes a port of the host'],
  ]
  return checks.filter(([isFine]) => !isFine).map(([, problem]) => problem)
}
