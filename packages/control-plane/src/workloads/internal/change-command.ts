import type { LabelRule, Neighbours, Toleration, WorkloadChange } from '@fairlead/scheduler'
import { amountOption, shellWord } from './amount-option.ts'
import type { KnownNames } from './command-for.ts'

type Fields = Omit<WorkloadChange, 'submittedAt'>

/** `fairlead change` with these fields; undefined where it has no words for one of them. */
export function changeCommand(set: Fields, names: KnownNames): string | undefined {
  const { workload } = names
  const options: string[] = []
  for (const [field, value] of Object.entries(set)) {
    const told = OPTIONS[field as keyof Fields]?.(value as never, names)
    if (told === undefined) return undefined
    options.push(...told)
  }
  const rules = projectCommand(set, names)
  if (options.length === 0) return rules
  const own = ['fairlead change', workload.name, ...options, '--project', workload.project].join(' ')
  return rules === undefined ? own : `${rules} && ${own}`
}

type Options = {
  [F in keyof Fields]-?: (value: NonNullable<Fields[F]> | null, names: KnownNames) => string[] | undefined
}

const OPTIONS: Options = {
  // Nobody submits to what has no queue of its own.
  queueId: () => undefined,
  poolId: (id, { pools }) => (pools.has(id ?? '') ? named('pool', pools.get(id ?? '')) : undefined),
  priority: (priority) => ['--priority', String(priority)],
  preemptible: (is) => [is === true ? '--preemptible' : '--no-preemptible'],
  replicas: (count) => ['--replicas', String(count)],
  replicasMin: (count) => (count === null ? lifted('replicas-min') : ['--replicas-min', String(count)]),
  requests: (requests, { workload }) => requestOptions(requests ?? {}, workload.requests),
  timeLimitMs: (limit) => ['--timeout', limit === null ? 'none' : durationOption(limit)],
  clusterIds: (ids, { clusters }) => {
    const known = (ids ?? []).flatMap((id) => clusters.get(id) ?? [])
    if (known.length < (ids ?? []).length) return undefined
    return known.length === 0 ? lifted('cluster') : ['--cluster', known.join(',')]
  },
  nodeSelector: (labels) => repeated('node-selector', labelPairs(labels ?? {})),
  tolerations: (list) => repeated('toleration', (list ?? []).map(tolerationText)),
  nodeRules: (rules) => repeated('node-rule', (rules ?? []).map(ruleText)),
  clusterRules: (rules, { workload }) => {
    const own = (rules ?? []).filter((rule) => !isAmong(rule, workload.projectRules))
    return projectRulesLeft(rules ?? [], workload.projectRules) ? repeated('cluster-rule', own.map(ruleText)) : []
  },
  topology: (levels) => {
    if (!levels || (levels.required === undefined && levels.preferred === undefined)) return lifted('together')
    return [...named('together', levels.required), ...named('prefer-together', levels.preferred)]
  },
  apartBy: () => lifted('apart-by'),
  near: (rules) => repeated('near', (rules ?? []).map(neighboursText)),
  apart: (rules) => repeated('apart', (rules ?? []).map(neighboursText)),
}

/** A rule of the project stands above its work: it goes there. */
function projectCommand({ clusterRules }: Fields, { workload }: KnownNames): string | undefined {
  if (clusterRules === undefined || projectRulesLeft(clusterRules, workload.projectRules)) return undefined
  const left = workload.projectRules.filter((rule) => isAmong(rule, clusterRules))
  const texts = left.map(ruleText)
  if (texts.includes(undefined)) return undefined
  const options = texts.length === 0 ? ['--no-cluster-rules'] : (repeated('cluster-rule', texts) ?? [])
  return ['fairlead project set', workload.project, ...options].join(' ')
}

function projectRulesLeft(rules: readonly LabelRule[], ofProject: readonly LabelRule[]): boolean {
  return ofProject.every((rule) => isAmong(rule, rules))
}

function isAmong({ key, operator, values }: LabelRule, rules: readonly LabelRule[]): boolean {
  return rules.some(
    (other) => other.key === key && other.operator === operator && other.values.join('\0') === values.join('\0'),
  )
}

function lifted(option: string): string[] {
  return ['--clear', option]
}

function named(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${option}`, shellWord(value)]
}

/** Undefined where the command line has no words for one of the texts. */
function repeated(option: string, texts: readonly (string | undefined)[]): string[] | undefined {
  if (texts.includes(undefined)) return undefined
  return texts.length === 0 ? lifted(option) : texts.flatMap((text) => named(option, text))
}

/** What is another amount than before. */
function requestOptions(
  requests: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(requests)
    .filter(([resource, amount]) => amount !== before[resource])
    .flatMap(([resource, amount]) => {
      const text = amountOption(resource, amount)
      const isBasic = ['cpu', 'memory', 'gpu'].includes(resource)
      return isBasic ? [`--${resource}`, text] : ['--resource', `${resource}=${text}`]
    })
}

function durationOption(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

const KEY = /^[A-Za-z0-9._/-]+$/
const VALUE = /^[A-Za-z0-9._-]*$/

function labelPairs(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`)
}

function ruleText({ key, operator, values }: LabelRule): string | undefined {
  if (!KEY.test(key) || !values.every((value) => VALUE.test(value))) return undefined
  const [only] = values.length === 1 ? values : []
  switch (operator) {
    case 'In':
      return only === undefined ? `${key} in (${values.join(',')})` : `${key}=${only}`
    case 'NotIn':
      return only === undefined ? `${key} notin (${values.join(',')})` : `${key}!=${only}`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'Gt':
    case 'Lt':
      return `${key}${operator === 'Gt' ? '>' : '<'}${values[0]}`
  }
}

function tolerationText({ key, operator, value, effect }: Toleration): string | undefined {
  if (/[=:]/.test(key) || value.includes(':')) return undefined
  return `${key}${operator === 'Equal' ? `=${value}` : ''}${effect === undefined ? '' : `:${effect}`}`
}

function neighboursText({ level, labels }: Neighbours): string | undefined {
  const pairs = labelPairs(labels)
  return level.includes(':') || pairs.some((pair) => pair.includes(',')) ? undefined : `${level}:${pairs.join(',')}`
}
