import type { JobChange } from '@fairlead/sdk'
import { InvalidArgumentError } from 'commander'
import { defined } from './defined.ts'
import { list } from './parse-options.ts'
import { placementFields, type PlacementOptions } from './placement-options.ts'

/** Options of `fairlead change`. */
export interface ChangeOptions extends PlacementOptions {
  replicas?: number
  replicasMin?: number
  size?: string
  cpu?: string
  memory?: string
  gpu?: number
  resource?: Record<string, number>
  priority?: string | number
  preemptible?: boolean
  timeout?: string
  pool?: string
  cluster?: string[]
  nodeSelector?: Record<string, string>
  label?: Record<string, string>
  clear?: Clearable[]
}

type Spec = NonNullable<JobChange['spec']>
type Placement = NonNullable<Spec['placement']>

/** What has no value that lifts it, by the option that sets it. */
const CLEARABLE = {
  'replicas-min': { spec: { replicasMin: null } },
  label: { labels: {} },
  cluster: { placement: { clusters: [] } },
  'fallback-pool': { placement: { fallbackPools: [] } },
  'node-selector': { placement: { nodeSelector: {} } },
  toleration: { placement: { tolerations: [] } },
  'cluster-rule': { placement: { clusterRules: [] } },
  'node-rule': { placement: { nodeRules: [] } },
  together: { placement: { topology: null } },
  'apart-by': { placement: { apartBy: null } },
  near: { placement: { near: [] } },
  apart: { placement: { apart: [] } },
} satisfies Record<string, { spec?: Spec; placement?: Placement; labels?: Record<string, string> }>
export type Clearable = keyof typeof CLEARABLE
export const CLEARABLE_OPTIONS = Object.keys(CLEARABLE) as Clearable[]

/** Names of options, any number of times, or several with commas between. */
export function clearable(text: string, before: Clearable[] = []): Clearable[] {
  const names = list(text).map((name) => name.replace(/^--/, ''))
  const wrong = names.find((name) => !Object.hasOwn(CLEARABLE, name))
  if (wrong !== undefined) throw new InvalidArgumentError(`give one of ${CLEARABLE_OPTIONS.join(', ')}.`)
  return [...before, ...(names as Clearable[])]
}

/** The options as a change. */
export function changeFields(options: ChangeOptions): JobChange {
  const { cpu, memory, gpu, resource, timeout, pool, cluster, nodeSelector, clear = [] } = options
  const cleared: { spec?: Spec; placement?: Placement; labels?: Record<string, string> }[] = clear.map(
    (name) => CLEARABLE[name],
  )
  const placement: Placement = Object.assign(
    {},
    ...cleared.map((one) => one.placement),
    defined({ nodePool: pool, clusters: cluster, nodeSelector }),
    placementFields(options),
  )
  const resources = defined({ cpu, memory, gpu, extended: resource })
  const spec: Spec = {
    ...Object.assign({}, ...cleared.map((one) => one.spec)),
    ...defined({ replicas: options.replicas, replicasMin: options.replicasMin, size: options.size }),
    ...defined({ preemptible: options.preemptible, priority: options.priority as Spec['priority'] }),
    ...(timeout === undefined ? {} : { timeout: timeout === 'none' ? null : secondsOf(timeout) }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    ...(Object.keys(placement).length === 0 ? {} : { placement }),
  }
  const labels = options.label ?? (clear.includes('label') ? {} : undefined)
  return { ...defined({ labels }), ...(Object.keys(spec).length === 0 ? {} : { spec }) }
}

/** The API takes seconds as a number, and anything with a unit as text. */
function secondsOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text
}
