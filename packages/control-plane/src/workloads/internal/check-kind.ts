import { AppError, type Issue } from '../../lib/app-error.ts'
import { KIND_DEFAULTS } from '../kinds.ts'
import type { WorkloadKind, WorkloadSpec } from '../schemas.ts'

/** Fields that one kind alone has a use for. */
const ONLY_FOR = { serving: 'endpoint', build: 'image-build', config: 'evaluation' } as const

/** Engines that are made for one kind. */
const KIND_OF_ENGINE: Record<NonNullable<WorkloadSpec['engine']>, WorkloadKind | undefined> = {
  auto: undefined,
  plain: undefined,
  jobset: 'distributed',
  trainer: 'distributed',
  ray: 'distributed',
  kserve: 'endpoint',
}

/** Throws VALIDATION that names everything in which the spec does not suit its kind. */
export function checkKind(kind: WorkloadKind, spec: WorkloadSpec): void {
  const { about, bringsOwnImage } = KIND_DEFAULTS[kind]
  const issues: Issue[] = []
  const wrong = (path: string, message: string) => issues.push({ path: `spec.${path}`, message })

  if (!bringsOwnImage && spec.image === undefined && spec.command.length === 0) {
    wrong('command', `${about} needs a command, or an image that runs one by itself`)
  }
  for (const [field, only] of Object.entries(ONLY_FOR)) {
    if (spec[field as keyof typeof ONLY_FOR] !== undefined && kind !== only)
      wrong(field, `only ${KIND_DEFAULTS[only].about} has it`)
  }
  const made = KIND_OF_ENGINE[spec.engine ?? 'auto']
  if (made !== undefined && made !== kind) wrong('engine', `${spec.engine} makes ${KIND_DEFAULTS[made].about}`)
  if ((kind === 'workspace' || kind === 'image-build') && (spec.replicas ?? 1) !== 1) {
    wrong('replicas', `${about} has one replica`)
  }
  if ((spec.replicasMin ?? 1) > (spec.replicas ?? 1)) {
    wrong('replicasMin', `${spec.replicasMin} is more than its replicas, ${spec.replicas ?? 1}`)
  }
  if (spec.timeout === 0) wrong('timeout', 'no run ends in no time: give more than 0, or null for no limit')
  if (kind === 'endpoint') checkEndpoint(spec, wrong)
  if (kind === 'image-build') checkBuild(spec, wrong)
  checkMounts(spec, wrong)

  const [first, ...others] = issues
  if (!first) return
  throw new AppError(
    'VALIDATION',
    others.length === 0 ? first.message : `${first.message}, and ${others.length} more`,
    {
      hint: 'correct the fields named in issues',
      issues,
    },
  )
}

type Wrong = (path: string, message: string) => void

function checkEndpoint({ ports = [], serving, replicas = 1 }: WorkloadSpec, wrong: Wrong): void {
  if (ports.length === 0) wrong('ports', 'an endpoint needs a port on which it answers, such as [8080]')
  const { port, minReplicas = 1 } = serving ?? {}
  const isKnown = ports.some((one) => (typeof one === 'number' ? one === port : one.name === port || one.port === port))
  if (port !== undefined && ports.length > 0 && !isKnown) wrong('serving.port', `${port} is none of its ports`)
  if (minReplicas > replicas) wrong('serving.minReplicas', `${minReplicas} is more than its replicas, ${replicas}`)
}

function checkBuild({ build }: WorkloadSpec, wrong: Wrong): void {
  if (!build) return wrong('build', 'an image build needs build.destination: where the image is pushed')
  if (build.context === undefined && build.inline === undefined) {
    wrong('build', 'an image build needs build.context, a git connection, or build.inline, the text of a Dockerfile')
  }
}

function checkMounts({ volumes = [], connections = [], ports = [] }: WorkloadSpec, wrong: Wrong): void {
  for (const repeated of repeats(volumes.map(({ name }) => name)))
    wrong('volumes', `two volumes are called ${repeated}`)
  const mounts = [...volumes, ...connections].flatMap((use) => (typeof use === 'string' ? [] : (use.mountPath ?? [])))
  for (const repeated of repeats(mounts)) wrong('volumes', `two things are mounted at ${repeated}`)
  const names = connections.map((use) => (typeof use === 'string' ? use : use.name))
  for (const repeated of repeats(names)) wrong('connections', `the connection ${repeated} is there twice`)
  const numbers = ports.map((port) => (typeof port === 'number' ? port : port.port))
  for (const repeated of repeats(numbers)) wrong('ports', `the port ${repeated} is there twice`)
}

function repeats<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
