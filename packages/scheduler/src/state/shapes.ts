import type { LabelRule, Resources, Toleration, WorkloadUpsert } from '../delta.ts'
import { growFloat64, growInt32 } from './columns.ts'
import { chargedAmount, resourceNumber, resourcesKey } from './resources.ts'
import type { SchedulerState } from './state.ts'

/** Names of levels that are no labels. */
export const NODE_LEVEL = 'node'
export const CLUSTER_LEVEL = 'cluster'

/** Which nodes one replica may stand on, whatever its size. */
export interface Constraint {
  selector: readonly (readonly [label: string, value: string])[]
  tolerations: readonly Toleration[]
  clusterIds: readonly string[]
  nodeRules: readonly LabelRule[]
  clusterRules: readonly LabelRule[]
}

/** What one replica asks of a node: amounts and constraint. Shared by all classes that ask for the same. */
export interface ShapeTable {
  index: Map<string, number>
  keys: string[]
  /** Charged amounts, one row of `state.width` for each shape. */
  requests: Float64Array
  constraint: Int32Array
  references: Int32Array
  free: number[]
  size: number
}

export interface ConstraintTable {
  index: Map<string, number>
  keys: string[]
  specs: (Constraint | undefined)[]
  references: Int32Array
  free: number[]
  size: number
}

export function createShapeTable(): ShapeTable {
  return {
    index: new Map(),
    keys: [],
    requests: new Float64Array(0),
    constraint: new Int32Array(16),
    references: new Int32Array(16),
    free: [],
    size: 0,
  }
}

export function createConstraintTable(): ConstraintTable {
  return { index: new Map(), keys: [], specs: [], references: new Int32Array(16), free: [], size: 0 }
}

/** The shape of a workload, counted as one more reference. */
export function acquireShape(state: SchedulerState, workload: WorkloadUpsert): number {
  const selector = Object.entries(workload.nodeSelector).sort((a, b) => (a[0] < b[0] ? -1 : 1))
  const tolerations = [...workload.tolerations].sort((a, b) => (tolerationKey(a) < tolerationKey(b) ? -1 : 1))
  const clusterIds = [...workload.clusterIds].sort()
  const nodeRules = sortedRules(nodeRulesOf(workload))
  const clusterRules = sortedRules(workload.clusterRules)
  const tolerated = tolerations.map(tolerationKey)
  const hasRules = nodeRules.length + clusterRules.length > 0
  const constraintKey = JSON.stringify(
    hasRules
      ? [selector, tolerated, clusterIds, nodeRules.map(ruleKey), clusterRules.map(ruleKey)]
      : [selector, tolerated, clusterIds],
  )
  const key = `${resourcesKey(workload.requests)}|${constraintKey}`
  const { shapes } = state
  const found = shapes.index.get(key)
  if (found !== undefined) {
    shapes.references[found]! += 1
    return found
  }
  const number = shapes.free.pop() ?? shapes.size++
  shapes.index.set(key, number)
  shapes.keys[number] = key
  shapes.constraint = growInt32(shapes.constraint, shapes.size)
  shapes.references = growInt32(shapes.references, shapes.size)
  shapes.references[number] = 1
  shapes.constraint[number] = acquireConstraint(state.constraints, constraintKey, {
    selector,
    tolerations,
    clusterIds,
    nodeRules,
    clusterRules,
  })
  writeRequests(state, number, workload.requests)
  return number
}

export function releaseShape(state: SchedulerState, number: number): void {
  const { shapes, constraints } = state
  shapes.references[number]! -= 1
  if (shapes.references[number] !== 0) return
  shapes.index.delete(shapes.keys[number]!)
  shapes.free.push(number)
  const constraint = shapes.constraint[number]!
  constraints.references[constraint]! -= 1
  if (constraints.references[constraint] !== 0) return
  constraints.index.delete(constraints.keys[constraint]!)
  constraints.specs[constraint] = undefined
  constraints.free.push(constraint)
}

function acquireConstraint(table: ConstraintTable, key: string, spec: Constraint): number {
  const found = table.index.get(key)
  if (found !== undefined) {
    table.references[found]! += 1
    return found
  }
  const number = table.free.pop() ?? table.size++
  table.index.set(key, number)
  table.keys[number] = key
  table.specs[number] = spec
  table.references = growInt32(table.references, table.size)
  table.references[number] = 1
  return number
}

function writeRequests(state: SchedulerState, shape: number, requests: Resources): void {
  const numbers = Object.keys(requests).map((name) => resourceNumber(state, name))
  state.shapes.requests = growFloat64(state.shapes.requests, state.shapes.size * state.width)
  const base = shape * state.width
  state.shapes.requests.fill(0, base, base + state.width)
  for (const [index, amount] of Object.values(requests).entries()) {
    state.shapes.requests[base + numbers[index]!] = chargedAmount(numbers[index]!, amount)
  }
}

/** A node without the label of the level that must hold all replicas is in no domain of it, so it holds none of them. */
function nodeRulesOf({ nodeRules, topology }: WorkloadUpsert): readonly LabelRule[] | undefined {
  const required = topology?.required
  if (required === undefined || required === NODE_LEVEL || required === CLUSTER_LEVEL) return nodeRules
  return [...(nodeRules ?? []), { key: required, operator: 'Exists', values: [] }]
}

const NO_RULES: readonly LabelRule[] = []

function sortedRules(rules: readonly LabelRule[] | undefined): readonly LabelRule[] {
  if (rules === undefined || rules.length === 0) return NO_RULES
  return [...rules].sort((a, b) => (ruleKey(a) < ruleKey(b) ? -1 : 1))
}

function ruleKey(rule: LabelRule): string {
  return `${rule.key}\u0000${rule.operator}\u0000${[...rule.values].sort().join('\u0000')}`
}

function tolerationKey(toleration: Toleration): string {
  return `${toleration.key}\u0000${toleration.operator}\u0000${toleration.value}\u0000${toleration.effect ?? ''}`
}
