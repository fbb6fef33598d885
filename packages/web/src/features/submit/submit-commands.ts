import type { Commands } from '../../components/command/command-box.tsx'
import { toYaml } from '../../lib/yaml.ts'
import { commandSet } from '../commands/command-set.ts'
import { ruleText } from '../placement/label-rules.ts'
import { neighboursText } from '../placement/neighbours.ts'
import { manifestOf } from '../workloads/manifest.ts'
import { readKeyValues } from './key-values.ts'
import { onlyOfKind } from './kind-fields.ts'
import { readNames, type Submit, type SubmitForm } from './submit-form.ts'
import { toRequest } from './to-request.ts'
import { volumeOption } from './volume-rows.ts'

/** What the form will do, said as YAML, as a command, and as a request. */
export function submitCommands(typed: SubmitForm): Commands {
  const form = onlyOfKind(typed)
  const request = toRequest(form)
  const yaml = toYaml(manifestOf(request))
  const [cli, curl] = commandSet({
    cli: { words: ['run'], options: optionsOf(form, request), rest: request.spec.command ?? [] },
    request: { method: 'POST', path: '/workloads', body: request },
  })
  const asCli = needsFile(form, request) ? { name: 'CLI', text: `fairlead apply -f - <<'YAML'\n${yaml}YAML` } : cli
  return [{ name: 'YAML', text: yaml }, ...[asCli, curl].flatMap((command) => command ?? [])]
}

function optionsOf(form: SubmitForm, { kind, spec, labels }: Submit) {
  const isSaid = kind === undefined || kind === 'job' || (kind === 'distributed' && form.replicas !== '1')
  const given = (text: string) => (text === '' ? undefined : text)
  return {
    project: form.project,
    name: given(form.name),
    kind: isSaid ? undefined : kind,
    template: given(form.template),
    image: spec.image,
    size: given(form.size),
    cpu: given(form.cpu),
    memory: given(form.memory),
    gpu: given(form.gpu),
    'cpu-limit': given(form.cpuLimit),
    'memory-limit': given(form.memoryLimit),
    replicas: spec.replicas,
    'replicas-min': spec.replicasMin,
    priority: given(form.priority),
    preemptible: form.preemptible === 'yes' ? (true as const) : undefined,
    'no-preemptible': form.preemptible === 'no' ? (true as const) : undefined,
    timeout: given(form.timeout),
    retry: spec.retry?.max,
    pool: given(form.pool),
    cluster: form.clusters,
    ...placementOptions(spec.placement),
    env: pairs(readKeyValues(form.env).values),
    label: pairs(labels ?? {}),
    port: readNames(form.ports),
    volume: form.volumes.map((row) => volumeOption(row) ?? ''),
    connection: form.connections.map(
      ({ name, path, isReadOnly }) => `${name}${path === '' ? '' : `:${path}`}${isReadOnly ? ':ro' : ''}`,
    ),
    'pull-secret': readNames(form.pullSecrets),
    engine: given(form.engine),
    'min-replicas': given(form.minReplicas),
    'target-cpu': given(form.targetCpu),
    'health-path': given(form.healthPath),
    destination: given(form.destination.trim()),
    'build-context': given(form.context),
    dockerfile: form.context === '' ? undefined : given(form.dockerfile),
    'push-secret': given(form.pushSecret),
  }
}

function placementOptions(placement: Submit['spec']['placement']) {
  const { fallbackPools, clusterRules, nodeRules, topology, apartBy, near, apart } = placement ?? {}
  return {
    'fallback-pool': fallbackPools,
    'cluster-rule': clusterRules?.map(ruleText),
    'node-rule': nodeRules?.map(ruleText),
    together: topology?.required,
    'prefer-together': topology?.preferred,
    'apart-by': apartBy,
    near: near?.map(neighboursText),
    apart: apart?.map(neighboursText),
  }
}

function pairs(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([key, value]) => `${key}=${value}`)
}

/** True where options cannot say all of it: then the command takes the same as YAML. */
function needsFile(form: SubmitForm, { spec }: Submit): boolean {
  return (
    Object.keys(form.rest).length > 0 ||
    Object.values(spec.env ?? {}).some((value) => typeof value !== 'string') ||
    form.volumes.some((row) => volumeOption(row) === undefined) ||
    Object.keys(spec.config ?? {}).length > 0 ||
    spec.build?.inline !== undefined ||
    (spec.placement?.nodePreferences ?? []).length > 0
  )
}
