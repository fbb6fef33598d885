import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import { ruleText } from '../placement/label-rules.ts'
import { neighboursText } from '../placement/neighbours.ts'
import type { SubmitForm } from '../submit/submit-form.ts'
import { toRequest } from '../submit/to-request.ts'
import type { Workload } from './phases.ts'

export type WorkloadChange = Omit<Inputs['workloads']['change'], 'workload' | 'project'>
type Spec = NonNullable<WorkloadChange['spec']>
type Fields = Readonly<Record<string, unknown>>

/** What an absent value means here: nothing is set, and so what was set is lifted. */
const LIFTED: Fields = {
  replicas: 1,
  replicasMin: null,
  fallbackPools: [],
  clusters: [],
  clusterRules: [],
  nodeRules: [],
  nodePreferences: [],
  topology: null,
  apartBy: null,
  near: [],
  apart: [],
}
const SPEC = ['replicas', 'replicasMin', 'priority', 'preemptible', 'timeout'] as const
const RESOURCES = ['cpu', 'memory', 'gpu'] as const
const PLACEMENT = [
  'nodePool',
  'fallbackPools',
  'clusters',
  'clusterRules',
  'nodeRules',
  'nodePreferences',
  'topology',
  'apartBy',
  'near',
  'apart',
] as const

/** What differs between a form as it was filled from a workload and as it stands now. */
export function changeOf(before: SubmitForm, now: SubmitForm): WorkloadChange {
  const [was, is] = [toRequest(before), toRequest(now)]
  const placement = differing(PLACEMENT, was.spec.placement, is.spec.placement)
  const resources = differing(RESOURCES, was.spec.resources, is.spec.resources, { gpu: 0 })
  const spec = {
    ...differing(SPEC, was.spec, is.spec),
    ...(Object.keys(resources).length > 0 ? { resources } : {}),
    ...(Object.keys(placement).length > 0 ? { placement } : {}),
  } as Spec
  return {
    ...(isSame(was.labels, is.labels) ? {} : { labels: is.labels }),
    ...(Object.keys(spec).length > 0 ? { spec } : {}),
  }
}

/** Fields that are not the same. What is absent now and has no word for that stays as it is. */
function differing(
  names: readonly string[],
  was: Fields | undefined,
  is: Fields | undefined,
  lifted: Fields = LIFTED,
): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name): [string, unknown][] => {
      if (isSame(was?.[name], is?.[name])) return []
      const value = is !== undefined && is[name] !== undefined ? is[name] : lifted[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The change as `fairlead change` says it, where it has words for all of it, and as the request. */
export function changeCommands({ id, name }: Pick<Workload, 'id' | 'name'>, change: WorkloadChange): Commands {
  const { spec = {}, labels } = change
  const { placement = {}, resources = {} } = spec
  const isLifted = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)
  const clear = [
    ...(spec.replicasMin === null ? ['replicas-min'] : []),
    ...(labels && Object.keys(labels).length === 0 ? ['label'] : []),
    ...Object.entries(CLEARED)
      .filter(([field]) => isLifted(placement[field as keyof typeof CLEARED]))
      .map(([, option]) => option),
  ]
  const options = {
    ...resources,
    extended: undefined,
    replicas: spec.replicas,
    'replicas-min': spec.replicasMin,
    priority: spec.priority,
    preemptible: spec.preemptible === true ? (true as const) : undefined,
    'no-preemptible': spec.preemptible === false ? (true as const) : undefined,
    timeout: spec.timeout === null ? 'none' : spec.timeout,
    pool: placement.nodePool,
    'fallback-pool': placement.fallbackPools,
    cluster: placement.clusters,
    'cluster-rule': placement.clusterRules?.map(ruleText),
    'node-rule': placement.nodeRules?.map(ruleText),
    together: placement.topology?.required,
    'prefer-together': placement.topology?.preferred,
    'apart-by': placement.apartBy,
    near: placement.near?.map(neighboursText),
    apart: placement.apart?.map(neighboursText),
    label: Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`),
    clear: clear.length > 0 ? clear.join(',') : undefined,
  }
  const hasWords = placement.nodePreferences === undefined
  return commandSet({
    ...(hasWords ? { cli: { words: ['change', name], options } } : {}),
    request: { method: 'PATCH', path: `/workloads/${id}`, body: change },
  })
}

const CLEARED = {
  clusters: 'cluster',
  fallbackPools: 'fallback-pool',
  clusterRules: 'cluster-rule',
  nodeRules: 'node-rule',
  topology: 'together',
  apartBy: 'apart-by',
  near: 'near',
  apart: 'apart',
} as const
