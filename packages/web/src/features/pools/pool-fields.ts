import { DURATION_TEXT, writtenDuration } from '../../lib/format/duration-text.ts'
import type { Inputs, Outputs } from '../../lib/trpc.ts'
import { readNames } from '../submit/submit-form.ts'
import { readKeyValues, writeKeyValues } from '../submit/key-values.ts'

export type Pool = Outputs['nodePools']['list']['items'][number]
export type PoolChange = Omit<Inputs['nodePools']['update'], 'nodePool'>

/** A pool as it is typed. Empty texts are the absence of a rule. */
export interface PoolFields {
  name: string
  labels: string
  clusters: string[]
  strategy: Pool['strategy']
  minRuntime: string
  topology: string
  maxWait: string
  preemptionsPerHour: string
  timeBasedK: string
  halfLife: string
}

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
const LEVELS_MAX = 8

/** A pool as fields; nothing for a new one. */
export function fieldsOf(pool: Pool | undefined): PoolFields {
  const duration = (seconds: number | null | undefined) => (seconds ? writtenDuration(seconds) : '')
  return {
    name: pool?.name ?? '',
    labels: writeKeyValues(pool?.selector ?? {}),
    clusters: pool?.clusters.map(({ name }) => name) ?? [],
    strategy: pool?.strategy ?? 'binpack',
    minRuntime: duration(pool?.minRuntimeSeconds),
    topology: (pool?.topology ?? []).join(', '),
    maxWait: duration(pool?.maxWaitSeconds),
    preemptionsPerHour: String(pool?.preemptionsPerHour ?? ''),
    timeBasedK: String(pool?.timeBasedK ?? ''),
    halfLife: duration(pool?.timeBasedHalfLifeSeconds),
  }
}

/** What is wrong, by field. What is missing in a new pool is wrong and has no words yet. */
export function problemsOf(fields: PoolFields, isDefault: boolean): Partial<Record<keyof PoolFields, string>> {
  const problems: Partial<Record<keyof PoolFields, string>> = {}
  if (!NAME.test(fields.name)) problems.name = fields.name === '' ? '' : 'Lower-case letters, digits and dashes'
  const { values, error } = readKeyValues(fields.labels)
  if (error !== undefined) problems.labels = error
  else if (!isDefault && Object.keys(values).length === 0) problems.labels = ''
  for (const name of ['minRuntime', 'maxWait', 'halfLife'] as const) {
    if (fields[name] !== '' && !DURATION_TEXT.test(fields[name])) problems[name] = 'Such as 10m, 12h or 2d'
  }
  const levels = readNames(fields.topology)
  if (new Set(levels).size < levels.length) problems.topology = 'Each label once'
  if (levels.length > LEVELS_MAX) problems.topology = `At most ${LEVELS_MAX} levels`
  if (!/^\d{0,6}$/.test(fields.preemptionsPerHour)) problems.preemptionsPerHour = 'A whole number from 0, or empty'
  const k = Number(fields.timeBasedK)
  if (!(k >= 0 && k <= 100)) problems.timeBasedK = 'A number from 0 to 100, or empty'
  if (fields.halfLife !== '' && fields.timeBasedK === '') problems.timeBasedK = 'Say how much past use counts'
  return problems
}

/** What differs from the pool as it was, as the API takes it. For a new pool: all that is said. */
export function changeOf(pool: Pool | undefined, fields: PoolFields): PoolChange {
  const was = fieldsOf(pool)
  const isChanged = (name: keyof PoolFields) => JSON.stringify(was[name]) !== JSON.stringify(fields[name])
  const orNull = (text: string) => (text === '' ? null : text)
  const number = (text: string) => (text === '' ? null : Number(text))
  const said: [keyof PoolFields, PoolChange][] = [
    ['labels', { selector: readKeyValues(fields.labels).values }],
    ['clusters', { clusters: fields.clusters }],
    ['strategy', { strategy: fields.strategy }],
    ['minRuntime', { minRuntime: fields.minRuntime === '' ? '0s' : fields.minRuntime }],
    ['topology', { topology: readNames(fields.topology) }],
    ['maxWait', { maxWait: orNull(fields.maxWait) }],
    ['preemptionsPerHour', { preemptionsPerHour: number(fields.preemptionsPerHour) }],
    ['timeBasedK', { timeBasedK: number(fields.timeBasedK) }],
    ['halfLife', { timeBasedHalfLife: orNull(fields.halfLife) }],
  ]
  return Object.assign({}, ...said.filter(([name]) => isChanged(name)).map(([, change]) => change)) as PoolChange
}
