import type { Changeable } from './change-spec.ts'

/** One field that is another than before. `path` is that of the request, but for what is kept by id: `spec.placement.nodePoolId`. */
export interface FieldChange {
  path: string
  from: unknown
  to: unknown
}

/** Amounts in the units of Amounts; `null` where there was or is none. */
export function changesBetween(before: Changeable, after: Changeable): FieldChange[] {
  const [old, next] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].toSorted().flatMap((path) => {
    const [from, to] = [old[path] ?? null, next[path] ?? null]
    return sameText(from) === sameText(to) ? [] : [{ path, from, to }]
  })
}

/** In one line, for the timeline. */
export function tellChanges(changes: readonly FieldChange[]): string {
  return changes
    .map(({ path, from, to }) => {
      const name = path.replace(/^spec\.(placement\.|resources\.)?/, '').replace(/Ids?$/, '')
      const [old, next] = [shortText(from), shortText(to)]
      return old === undefined || next === undefined ? `${name} changed` : `${name} from ${old} to ${next}`
    })
    .join(', ')
}

function fieldsOf({ spec, labels, priority, preemptible }: Changeable): Record<string, unknown> {
  const { resources, placement, replicas, replicasMin, timeout, size } = spec
  const below = (prefix: string, map: object) =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [`${prefix}.${name}`, value as unknown]))
  return {
    labels,
    'spec.priority': priority,
    'spec.preemptible': preemptible,
    'spec.replicas': replicas,
    'spec.replicasMin': replicasMin,
    'spec.timeout': timeout,
    'spec.size': size,
    ...below('spec.resources', resources),
    ...below('spec.placement', placement),
  }
}

/** Equal for equal values, whatever the order of names. An absent list is an empty one. */
function sameText(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'null'
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** What fits in a sentence; ids say nothing to people. */
function shortText(value: unknown): string | undefined {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.length < 36 ? value : undefined
}
