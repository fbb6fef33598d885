import { prune } from '../workloads/manifest.ts'
import type { PriorityName } from '../workloads/priorities.ts'
import { readKeyValues, toEnv } from './key-values.ts'
import { onlyOfKind } from './kind-fields.ts'
import { toPlacement } from './placement-form.ts'
import { readPorts } from './ports.ts'
import { splitWords } from './split-words.ts'
import { readConfig, readNames, type ConnectionRow, type Submit, type SubmitForm } from './submit-form.ts'
import { toVolume } from './volume-rows.ts'

/** The form as a request. Fields that were left empty are left to the template, and else to the control plane's defaults. */
export function toRequest(typed: SubmitForm): Submit {
  const form = onlyOfKind(typed)
  return {
    project: form.project,
    ...(form.name === '' ? {} : { name: form.name }),
    // A template says its kind itself.
    ...(form.template === '' ? { kind: form.kind } : {}),
    labels: readKeyValues(form.labels).values,
    spec: over(form.rest, specOf(form)) as Submit['spec'],
  }
}

function specOf(form: SubmitForm): Record<string, unknown> {
  return prune({
    template: said(form.template),
    image: said(form.image.trim()),
    command: splitWords(form.command).words,
    env: toEnv(readKeyValues(form.env).values),
    size: said(form.size),
    resources: {
      cpu: coresOf(form.cpu),
      memory: said(form.memory),
      gpu: form.gpu === '' ? undefined : Number(form.gpu),
    },
    limits: { cpu: coresOf(form.cpuLimit), memory: said(form.memoryLimit) },
    replicas: form.replicas === '1' ? undefined : Number(form.replicas),
    replicasMin: countOf(form.replicasMin),
    priority: form.priority === '' ? undefined : (form.priority as PriorityName),
    preemptible: form.preemptible === 'auto' ? undefined : form.preemptible === 'yes',
    timeout: form.timeout === 'none' ? null : said(form.timeout),
    retry: form.retries === '' || form.retries === '0' ? undefined : { max: Number(form.retries) },
    placement: toPlacement(form),
    ports: readPorts(form.ports).ports,
    volumes: form.volumes.map(toVolume),
    connections: form.connections.map(toUse),
    imagePullSecrets: readNames(form.pullSecrets),
    engine: said(form.engine),
    serving: {
      minReplicas: countOf(form.minReplicas),
      targetCpuPercent: countOf(form.targetCpu),
      healthPath: said(form.healthPath),
    },
    config: form.config.trim() === '' ? undefined : readConfig(form.config),
    build: buildOf(form),
  })
}

function buildOf({ destination, context, dockerfile, inline, pushSecret }: SubmitForm) {
  if (destination === '') return undefined
  const from = context === '' ? { inline: said(inline) } : { context, dockerfile: said(dockerfile) }
  return { destination: destination.trim(), ...from, pushSecret: said(pushSecret) }
}

function toUse({ name, path, isReadOnly }: ConnectionRow) {
  if (path === '' && !isReadOnly) return name
  return { name, ...(path === '' ? {} : { mountPath: path }), ...(isReadOnly ? { readOnly: true } : {}) }
}

function said(text: string): string | undefined {
  return text === '' ? undefined : text
}

function countOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text)
}

function coresOf(text: string): string | number | undefined {
  if (text === '') return undefined
  return text.endsWith('m') ? text : Number(text)
}

/** Maps joined name by name, at any depth; the second says the last word. */
function over(below: Record<string, unknown>, above: Record<string, unknown>): Record<string, unknown> {
  const joined = Object.entries(above).map(([name, value]): [string, unknown] => {
    const under = below[name]
    return [name, isMap(under) && isMap(value) ? over(under, value) : value]
  })
  return { ...below, ...Object.fromEntries(joined) }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
