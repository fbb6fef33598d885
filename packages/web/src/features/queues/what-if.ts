import { DURATION_TEXT } from '../../lib/format/duration-text.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { PRIORITY_NAMES, type PriorityName } from '../workloads/priorities.ts'

type Change = Inputs['whatIf']['run']['changes'][number]
export const WINDOWS = ['1d', '7d', '30d'] as const
export type Window = (typeof WINDOWS)[number]
export const RESOURCES = ['gpu', 'cpu', 'memory'] as const
export type Resource = (typeof RESOURCES)[number]

/** The form as it is typed: an empty field changes nothing. */
export interface WhatIfFields {
  project: string
  pool: string
  resource: Resource
  deserved: string
  limit: string
  borrowLimit: string
  lendLimit: string
  weight: string
  priority: '' | PriorityName
  /** Like which node, and how many. */
  node: string
  addNodes: string
  removeNodes: string[]
  strategy: '' | 'binpack' | 'spread'
  minRuntime: string
  maxWait: string
  window: Window
}

export const NO_CHANGE: Omit<WhatIfFields, 'project' | 'pool'> = {
  resource: 'gpu',
  deserved: '',
  limit: '',
  borrowLimit: '',
  lendLimit: '',
  weight: '',
  priority: '',
  node: '',
  addNodes: '',
  removeNodes: [],
  strategy: '',
  minRuntime: '',
  maxWait: '',
  window: '1d',
}

const BOUNDS = ['deserved', 'limit', 'borrowLimit', 'lendLimit'] as const
/** What amounts are counted in here. */
export const AMOUNT_WORDS: Record<Resource, string> = { gpu: 'GPUs', cpu: 'cores', memory: 'GiB' }

type Problems = Partial<Record<keyof WhatIfFields, string>>
type Node = { id: string; name: string; cluster: { name: string } }

/** What the form asks to try, and what is wrong with it. */
export function changesOf(fields: WhatIfFields, nodes: readonly Node[]): { changes: Change[]; problems: Problems } {
  const problems: Problems = {}
  const changes = [
    ...quotaChanges(fields, problems),
    ...priorityChanges(fields),
    ...nodeChanges(fields, nodes, problems),
    ...poolChanges(fields, problems),
  ]
  return { changes: Object.keys(problems).length > 0 ? [] : changes, problems }
}

function quotaChanges(fields: WhatIfFields, problems: Problems): Change[] {
  const { project, pool, resource } = fields
  const line: Record<string, string | number> = {}
  for (const name of BOUNDS) {
    const bound = boundOf(fields[name])
    if (bound === 'wrong') problems[name] = `Give a number of ${AMOUNT_WORDS[resource]}, or unlimited.`
    else if (bound !== undefined)
      line[name] = resource === 'memory' && typeof bound === 'number' ? `${Math.round(bound * 1024)}Mi` : bound
  }
  if (fields.weight.trim() !== '') {
    const weight = Number(fields.weight)
    if (weight >= 0 && weight <= 1_000_000) line['weight'] = weight
    else problems.weight = 'Give a number from 0.'
  }
  return Object.keys(line).length === 0 ? [] : [{ kind: 'quota', project, nodePool: pool, [resource]: line }]
}

function priorityChanges({ project, priority }: WhatIfFields): Change[] {
  return priority === '' ? [] : [{ kind: 'priority', project, priority: PRIORITY_NAMES[priority] }]
}

function nodeChanges(fields: WhatIfFields, nodes: readonly Node[], problems: Problems): Change[] {
  const count = fields.addNodes.trim() === '' ? 0 : Number(fields.addNodes)
  if (!Number.isInteger(count) || count < 0 || count > 10_000) problems.addNodes = 'Give a whole number up to 10,000.'
  else if (count > 0 && fields.node === '') problems.node = 'Choose a node that they are like.'
  const like = nodes.find(({ id }) => id === fields.node)
  const gone = Map.groupBy(
    nodes.filter(({ id }) => fields.removeNodes.includes(id)),
    ({ cluster }) => cluster.name,
  )
  return [
    // A node is chosen by its id, because names repeat between clusters, and named by both.
    ...(like && count > 0 ? [{ kind: 'add-nodes' as const, count, like: like.name, cluster: like.cluster.name }] : []),
    ...[...gone].map(([cluster, some]) => ({
      kind: 'remove-nodes' as const,
      nodes: some.map(({ name }) => name),
      cluster,
    })),
  ]
}

function poolChanges({ pool, strategy, minRuntime, maxWait }: WhatIfFields, problems: Problems): Change[] {
  if (minRuntime !== '' && !DURATION_TEXT.test(minRuntime)) problems.minRuntime = 'Such as 10m or 2h.'
  if (maxWait !== '' && maxWait !== 'never' && !DURATION_TEXT.test(maxWait)) problems.maxWait = 'Such as 12h, or never.'
  const rules = {
    ...(strategy === '' ? {} : { strategy }),
    ...(minRuntime === '' ? {} : { minRuntime }),
    ...(maxWait === '' ? {} : { maxWait }),
  }
  return Object.keys(rules).length === 0 ? [] : [{ kind: 'node-pool', nodePool: pool, ...rules }]
}

function boundOf(text: string): number | 'unlimited' | 'wrong' | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return undefined
  if (word === 'unlimited') return word
  const value = Number(word)
  return Number.isFinite(value) && value >= 0 && value <= 1_000_000 ? value : 'wrong'
}
