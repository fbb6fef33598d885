import * as z from 'zod/mini'
import { shellWord } from '../../lib/shell.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { prune } from '../workloads/manifest.ts'
import type { PriorityName } from '../workloads/priorities.ts'
import { fromEnv, readKeyValues, toEnv, writeKeyValues } from './key-values.ts'
import { splitWords } from './split-words.ts'

type Submit = Inputs['workloads']['submit']

/** What stands in the form: texts as they are typed. */
export const SubmitForm = z.object({
  project: z.string().check(z.minLength(1, 'Choose a project')),
  name: z
    .string()
    .check(
      z.maxLength(63, 'At most 63 characters'),
      z.regex(
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)?$/,
        'Lower-case letters, digits and dashes, starting and ending with a letter or digit',
      ),
    ),
  image: z.string().check(z.maxLength(1024)),
  command: z.string().check(
    z.refine((line) => splitWords(line).words.length > 0, 'Say what to run'),
    z.refine((line) => splitWords(line).error === undefined, 'A quote is not closed'),
  ),
  cpu: z.string().check(z.regex(/^(\d{1,7}(\.\d{1,3})?|\d{1,9}m)?$/, 'Cores such as 2 or 0.5, or 500m')),
  memory: z.string().check(z.regex(/^(\d{1,12}(\.\d{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?)?$/, 'A size such as 512Mi or 4Gi')),
  gpu: z
    .string()
    .check(z.refine((text) => text === '' || isGpuAmount(Number(text)), 'Whole devices, or part of one such as 0.5')),
  replicas: z.string().check(z.regex(/^([1-9]\d{0,3}|10000)$/, 'Between 1 and 10,000')),
  pool: z.string(),
  clusters: z.array(z.string()),
  priority: z.string(),
  preemptible: z.enum(['auto', 'yes', 'no']),
  timeout: z.string().check(z.regex(/^(none|\d{1,9}[smhd]|)$/, 'Such as 30m, 8h or 2d; or none')),
  retries: z.string().check(z.regex(/^(\d{1,2}|100)?$/, 'Between 0 and 100')),
  env: z.string().check(z.refine((text) => readKeyValues(text).error === undefined, 'One KEY=VALUE a line')),
  labels: z.string().check(z.refine((text) => readKeyValues(text).error === undefined, 'One key=value a line')),
})
export type SubmitForm = z.infer<typeof SubmitForm>

export const EMPTY_FORM: SubmitForm = {
  project: '',
  name: '',
  image: '',
  command: '',
  cpu: '',
  memory: '',
  gpu: '',
  replicas: '1',
  pool: '',
  clusters: [],
  priority: '',
  preemptible: 'auto',
  timeout: '1h',
  retries: '',
  env: '',
  labels: '',
}

function isGpuAmount(devices: number): boolean {
  return Number.isFinite(devices) && devices >= 0 && (devices <= 1 || Number.isInteger(devices))
}

/** The form as a request. Fields that were left empty are left to the control plane's defaults. */
export function toRequest(form: SubmitForm): Submit {
  const replicas = Number(form.replicas)
  return {
    project: form.project,
    ...(form.name === '' ? {} : { name: form.name }),
    kind: replicas > 1 ? 'distributed' : 'job',
    labels: readKeyValues(form.labels).values,
    spec: prune({
      image: form.image.trim() === '' ? undefined : form.image.trim(),
      command: splitWords(form.command).words,
      env: toEnv(readKeyValues(form.env).values),
      resources: {
        cpu: form.cpu === '' ? undefined : form.cpu.endsWith('m') ? form.cpu : Number(form.cpu),
        memory: form.memory === '' ? undefined : form.memory,
        gpu: form.gpu === '' ? undefined : Number(form.gpu),
      },
      replicas: replicas > 1 ? replicas : undefined,
      priority: form.priority === '' ? undefined : (form.priority as PriorityName),
      preemptible: form.preemptible === 'auto' ? undefined : form.preemptible === 'yes',
      timeout: form.timeout === 'none' ? null : form.timeout === '' || form.timeout === '1h' ? undefined : form.timeout,
      retry: form.retries === '' || form.retries === '0' ? undefined : { max: Number(form.retries) },
      placement: { nodePool: form.pool === '' ? undefined : form.pool, clusters: form.clusters },
    }) as Submit['spec'],
  }
}

/** Begins from a request that was made before. Its name is left out: two unfinished workloads cannot share one. */
export function fromRequest(request: Submit): SubmitForm {
  const { spec } = request
  const { resources, placement, timeout, retry } = spec
  return {
    ...EMPTY_FORM,
    project: request.project,
    image: spec.image ?? '',
    command: [...(spec.command ?? []), ...(spec.args ?? [])].map(shellWord).join(' '),
    cpu: String(resources?.cpu ?? ''),
    memory: String(resources?.memory ?? ''),
    gpu: String(resources?.gpu ?? ''),
    replicas: String(spec.replicas ?? 1),
    pool: placement?.nodePool ?? '',
    clusters: placement?.clusters ?? [],
    priority: typeof spec.priority === 'string' ? spec.priority : '',
    preemptible: spec.preemptible === undefined ? 'auto' : spec.preemptible ? 'yes' : 'no',
    timeout: timeout === null ? 'none' : timeout === undefined ? '1h' : writtenDuration(timeout),
    retries: retry?.max ? String(retry.max) : '',
    env: writeKeyValues(fromEnv(spec.env ?? {})),
    labels: writeKeyValues(request.labels ?? {}),
  }
}

function writtenDuration(duration: number | string): string {
  if (typeof duration === 'string') return duration
  if (duration % 3600 === 0) return `${duration / 3600}h`
  return duration % 60 === 0 ? `${duration / 60}m` : `${duration}s`
}

/** Which field of the form a path of the API's refusal belongs to. */
export function fieldOf(path: string): keyof SubmitForm | undefined {
  const fields: [string, keyof SubmitForm][] = [
    ['spec.resources.cpu', 'cpu'],
    ['spec.resources.memory', 'memory'],
    ['spec.resources.gpu', 'gpu'],
    ['spec.placement.nodePool', 'pool'],
    ['spec.placement.clusters', 'clusters'],
    ['spec.replicas', 'replicas'],
    ['spec.priority', 'priority'],
    ['spec.timeout', 'timeout'],
    ['spec.retry', 'retries'],
    ['spec.command', 'command'],
    ['spec.image', 'image'],
    ['spec.env', 'env'],
    ['labels', 'labels'],
    ['project', 'project'],
    ['name', 'name'],
  ]
  return fields.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1]
}
