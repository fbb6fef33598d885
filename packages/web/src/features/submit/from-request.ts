import { writtenDuration } from '../../lib/format/duration-text.ts'
import { shellWord } from '../../lib/shell.ts'
import { prune } from '../workloads/manifest.ts'
import { fromEnv, writeKeyValues } from './key-values.ts'
import { hasField } from './kind-fields.ts'
import { fromPlacement } from './placement-form.ts'
import { writePorts } from './ports.ts'
import { EMPTY_FORM, type Submit, type SubmitForm } from './submit-form.ts'
import { fromVolume } from './volume-rows.ts'

type Spec = Submit['spec']

/** What every workload has where nobody said anything. */
const USUAL = { stopGrace: 30, keepFor: 300, retryOn: 'EXIT_NONZERO' }

/** Begins from a request that was made before. Its name is left out: two unfinished workloads cannot share one. */
export function fromRequest(request: Submit): SubmitForm {
  const { spec } = request
  const { resources, limits, placement, timeout, retry, build, serving } = spec
  const isGang = (request.kind ?? 'job') === 'job' && (spec.replicas ?? 1) > 1
  const kind = isGang ? 'distributed' : (request.kind ?? 'job')
  const words = spec.command?.length ? [...spec.command, ...(spec.args ?? [])] : []
  return {
    ...EMPTY_FORM,
    kind,
    template: spec.template ?? '',
    project: request.project,
    image: spec.image ?? '',
    command: words.map(shellWord).join(' '),
    // Its size is in the amounts already.
    cpu: String(resources?.cpu ?? ''),
    memory: String(resources?.memory ?? ''),
    gpu: String(resources?.gpu ?? ''),
    cpuLimit: String(limits?.cpu ?? ''),
    memoryLimit: String(limits?.memory ?? ''),
    replicas: String(spec.replicas ?? 1),
    replicasMin: hasField(kind, 'replicasMin') ? String(spec.replicasMin ?? '') : '',
    ...fromPlacement(placement),
    priority: typeof spec.priority === 'string' ? spec.priority : '',
    preemptible: spec.preemptible === undefined ? 'auto' : spec.preemptible ? 'yes' : 'no',
    timeout: timeout === null ? 'none' : timeout === undefined ? '' : durationOf(timeout),
    retries: retry?.max ? String(retry.max) : '',
    env: writeKeyValues(fromEnv(spec.env ?? {})),
    labels: writeKeyValues(request.labels ?? {}),
    ports: writePorts(spec.ports ?? []),
    volumes: (spec.volumes ?? []).map(fromVolume),
    connections: (spec.connections ?? []).map((use) =>
      typeof use === 'string'
        ? { name: use, path: '', isReadOnly: false }
        : { name: use.name, path: use.mountPath ?? '', isReadOnly: use.readOnly === true },
    ),
    pullSecrets: (spec.imagePullSecrets ?? []).join(', '),
    engine: spec.engine === undefined || spec.engine === 'auto' ? '' : spec.engine,
    minReplicas: String(serving?.minReplicas ?? ''),
    targetCpu: String(serving?.targetCpuPercent ?? ''),
    healthPath: serving?.healthPath ?? '',
    config: spec.config && Object.keys(spec.config).length > 0 ? JSON.stringify(spec.config, undefined, 2) : '',
    destination: build?.destination ?? '',
    context: build?.context ?? '',
    dockerfile: build?.context === undefined ? '' : (build.dockerfile ?? ''),
    inline: build?.inline ?? '',
    pushSecret: build?.pushSecret ?? '',
    rest: restOf(spec, kind),
  }
}

/** What the form has no field for. It goes with the next submission as it is. */
function restOf(spec: Spec, kind: SubmitForm['kind']): Record<string, unknown> {
  const { workingDir, stopGrace, keepFor, annotations, args, command, priority, retry, placement, ports, serving } =
    spec
  const [first] = ports ?? []
  const answering = typeof first === 'object' ? first.name : first
  return prune({
    workingDir,
    annotations,
    stopGrace: stopGrace === USUAL.stopGrace ? undefined : stopGrace,
    keepFor: keepFor === USUAL.keepFor ? undefined : keepFor,
    args: command?.length ? undefined : args,
    priority: typeof priority === 'number' ? priority : undefined,
    retry: { on: retry?.on?.join() === USUAL.retryOn ? undefined : retry?.on },
    resources: { extended: spec.resources?.extended },
    placement: { nodeSelector: placement?.nodeSelector, tolerations: placement?.tolerations },
    ports: hasField(kind, 'ports') ? undefined : ports,
    replicasMin: hasField(kind, 'replicasMin') ? undefined : spec.replicasMin,
    serving: { port: serving?.port === answering ? undefined : serving?.port },
    imagePullSecrets: hasField(kind, 'pullSecrets') ? undefined : spec.imagePullSecrets,
  })
}

function durationOf(duration: number | string): string {
  return typeof duration === 'string' ? duration : writtenDuration(duration)
}
