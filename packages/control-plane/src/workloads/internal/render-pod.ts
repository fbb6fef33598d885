import type { Connection, NamedPort, PodSpec, Serving } from '@fairlead/protocol'
import { KIND_DEFAULTS } from '../kinds.ts'
import type { WorkloadKind, WorkloadSpec } from '../schemas.ts'

const KEEP_SECONDS = 300
/** Where notebooks answer unless told otherwise. */
const WORKSPACE_PORT = { name: 'http', port: 8888 } as const

/**
 * What pods need beyond the command. Undefined for a command that any driver can run: nothing is said that only pods can do, and there is
 * no image.
 */
export function renderPod(
  kind: WorkloadKind,
  spec: WorkloadSpec,
  parts: { limits: Record<string, number>; ownLimits: WorkloadSpec['limits']; connections: Connection[] },
): PodSpec | undefined {
  const { image, engine, imagePullSecrets, volumes, ports, serving, build, config, keepFor } = spec
  const said = [
    engine,
    imagePullSecrets,
    volumes,
    spec.connections,
    ports,
    serving,
    build,
    config,
    keepFor,
    parts.ownLimits,
  ]
  const isPlain = !KIND_DEFAULTS[kind].isPodKind && image === undefined && said.every((field) => field === undefined)
  if (isPlain) return undefined
  const named = namePorts(kind, ports ?? [])
  return {
    engine: engine ?? 'auto',
    limits: parts.limits,
    imagePullSecrets: imagePullSecrets ?? [],
    tolerations: spec.placement.tolerations,
    volumes: (volumes ?? []).map((volume) => renderVolume(volume, kind)),
    connections: parts.connections,
    ports: named,
    ...(kind === 'endpoint' ? { serving: renderServing(serving, named, spec.replicas ?? 1) } : {}),
    ...(build ? { build } : {}),
    ...(kind === 'evaluation' ? { config: config ?? {} } : {}),
    keepSeconds: keepFor ?? KEEP_SECONDS,
  }
}

function namePorts(kind: WorkloadKind, ports: NonNullable<WorkloadSpec['ports']>): NamedPort[] {
  if (ports.length === 0) return kind === 'workspace' ? [WORKSPACE_PORT] : []
  return ports.map((port) => (typeof port === 'number' ? { name: `port-${port}`, port } : port))
}

function renderServing(given: WorkloadSpec['serving'], ports: readonly NamedPort[], replicas: number): Serving {
  const { port, minReplicas, targetCpuPercent, healthPath } = given ?? {}
  const answering = ports.find(({ name, port: number }) => name === port || number === port) ?? ports[0]
  return {
    port: answering?.name ?? '',
    minReplicas: minReplicas ?? (targetCpuPercent === undefined ? replicas : 1),
    ...(targetCpuPercent === undefined ? {} : { targetCpuPercent }),
    ...(healthPath === undefined ? {} : { healthPath }),
  }
}

function renderVolume(
  volume: NonNullable<WorkloadSpec['volumes']>[number],
  kind: WorkloadKind,
): PodSpec['volumes'][number] {
  const { name, mountPath } = volume
  switch (volume.type) {
    case 'scratch': {
      const { type, inMemory, size } = volume
      return { type, name, mountPath, inMemory, ...(size === undefined ? {} : { sizeMib: size }) }
    }
    case 'claim':
      return volume
    case 'own': {
      const { size, keep, ...rest } = volume
      return { ...rest, sizeMib: size, keep: keep ?? kind === 'workspace' }
    }
    case 'modelCache': {
      const { size, ...rest } = volume
      return { ...rest, sizeMib: size }
    }
    default:
      return volume satisfies never
  }
}
