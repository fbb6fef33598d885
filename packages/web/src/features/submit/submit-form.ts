import * as z from 'zod/mini'
import '../../lib/zod-setup.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { KINDS, type WorkloadKind } from '../workloads/kinds.ts'
import { readRules } from '../placement/label-rules.ts'
import { readNeighbours } from '../placement/neighbours.ts'
import { readPreferences } from '../placement/preferences.ts'
import { readKeyValues } from './key-values.ts'
import { EMPTY_PLACEMENT } from './placement-form.ts'
import { readPorts } from './ports.ts'
import { splitWords } from './split-words.ts'
import { volumeError, type VolumeRow } from './volume-rows.ts'

export type Submit = Inputs['workloads']['submit']

/** A connection as it is used: by its name, and where something else is wanted than it says. */
export interface ConnectionRow {
  name: string
  path: string
  isReadOnly: boolean
}

const cores = z.string().check(z.regex(/^(\d{1,7}(\.\d{1,3})?|\d{1,9}m)?$/, 'Cores such as 2 or 0.5, or 500m'))
const memory = z
  .string()
  .check(z.regex(/^(\d{1,12}(\.\d{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?)?$/, 'A size such as 512Mi or 4Gi'))
const name = z
  .string()
  .check(
    z.maxLength(63, 'At most 63 characters'),
    z.regex(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)?$/,
      'Lower-case letters, digits and dashes, starting and ending with a letter or digit',
    ),
  )
const count = z.string().check(z.regex(/^([1-9]\d{0,3}|10000)$/, 'Between 1 and 10,000'))
const keyValues = z.string().check(z.refine((text) => readKeyValues(text).error === undefined, 'One KEY=VALUE a line'))

/** A text that is read line by line, refused with the line that is wrong. */
const lines = (read: (text: string) => { error: string | undefined }) =>
  z
    .string()
    .check(
      z.refine((text) => read(text).error === undefined, { error: ({ input }) => read(String(input)).error ?? '' }),
    )
const level = z.string().check(z.regex(/^\s*[A-Za-z0-9._/-]*\s*$/, 'node, cluster, or a label of nodes such as zone'))

/** What stands in the form: texts as they are typed. */
export const SubmitForm = z.object({
  kind: z.enum(KINDS as [WorkloadKind, ...WorkloadKind[]]),
  template: z.string(),
  project: z.string().check(z.minLength(1, 'Choose a project')),
  name,
  image: z.string().check(z.maxLength(1024)),
  command: z.string().check(z.refine((line) => splitWords(line).error === undefined, 'A quote is not closed')),
  size: z.string(),
  cpu: cores,
  memory,
  gpu: z
    .string()
    .check(z.refine((text) => text === '' || isGpuAmount(Number(text)), 'Whole devices, or part of one such as 0.5')),
  cpuLimit: cores,
  memoryLimit: memory,
  replicas: count,
  replicasMin: z.union([z.literal(''), count]),
  pool: z.string(),
  fallbackPools: z.array(z.string()),
  clusters: z.array(z.string()),
  clusterRules: lines(readRules),
  nodeRules: lines(readRules),
  nodePreferences: lines(readPreferences),
  together: level,
  preferTogether: level,
  apartBy: level,
  near: lines(readNeighbours),
  apart: lines(readNeighbours),
  priority: z.string(),
  preemptible: z.enum(['auto', 'yes', 'no']),
  timeout: z.string().check(z.regex(/^(none|\d{1,9}[smhd]|)$/, 'Such as 30m, 8h or 2d; or none')),
  retries: z.string().check(z.regex(/^(\d{1,2}|100)?$/, 'Between 0 and 100')),
  env: keyValues,
  labels: keyValues,
  ports: z.string().check(z.refine((text) => readPorts(text).error === undefined, 'Such as 8080, or http:8080')),
  volumes: z.array(z.custom<VolumeRow>().check(z.refine((row) => volumeError(row) === undefined, { error: rowError }))),
  connections: z.array(
    z.custom<ConnectionRow>().check(
      z.refine(({ name: chosen }) => chosen !== '', 'Choose one'),
      z.refine(({ path }) => path === '' || /^\/./.test(path), 'A full path such as /data'),
    ),
  ),
  pullSecrets: z.string(),
  engine: z.enum(['', 'plain', 'jobset', 'trainer', 'ray', 'kserve']),
  minReplicas: z.union([z.literal(''), count]),
  targetCpu: z.string().check(z.regex(/^([1-9]\d?|100)?$/, 'Between 1 and 100')),
  healthPath: z.string().check(z.regex(/^(\/.*)?$/, 'Begins with /')),
  config: z.string().check(z.refine((text) => readConfig(text) !== undefined, 'A map in JSON: {"name": value}')),
  destination: z.string().check(z.maxLength(1024)),
  context: z.string(),
  dockerfile: z.string(),
  inline: z.string(),
  pushSecret: z.string(),
  /** What a workload that this begins from says, and the form does not show. */
  rest: z.record(z.string(), z.unknown()),
})
export type SubmitForm = z.infer<typeof SubmitForm>

export const EMPTY_FORM: SubmitForm = {
  kind: 'job',
  template: '',
  project: '',
  name: '',
  image: '',
  command: '',
  size: '',
  cpu: '',
  memory: '',
  gpu: '',
  cpuLimit: '',
  memoryLimit: '',
  replicas: '1',
  replicasMin: '',
  ...EMPTY_PLACEMENT,
  priority: '',
  preemptible: 'auto',
  timeout: '',
  retries: '',
  env: '',
  labels: '',
  ports: '',
  volumes: [],
  connections: [],
  pullSecrets: '',
  engine: '',
  minReplicas: '',
  targetCpu: '',
  healthPath: '',
  config: '',
  destination: '',
  context: '',
  dockerfile: '',
  inline: '',
  pushSecret: '',
  rest: {},
}

function isGpuAmount(devices: number): boolean {
  return Number.isFinite(devices) && devices >= 0 && (devices <= 1 || Number.isInteger(devices))
}

function rowError({ input }: { input?: unknown }): string {
  return volumeError(input as VolumeRow) ?? ''
}

/** The configuration of an evaluation; nothing typed is an empty one, and what is no map is undefined. */
export function readConfig(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Names with commas or spaces between. */
export function readNames(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
