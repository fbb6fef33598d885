import type { Submit } from './submit-form.ts'

/** One field of a clone that is another than that of its origin. `undefined`: it is not said. */
export interface Difference {
  /** As `fairlead clone --set` names it. */
  path: string
  from: unknown
  to: unknown
}

/** Maps whose names may have dots in them: each of their entries is a field. */
const MAPS = new Set(['labels', 'env', 'annotations', 'nodeSelector', 'extended'])
/** What is compared as a whole. */
const WHOLE = new Set(['config', 'secretRef'])

/** What a request says otherwise than the one that it began from, field by field, in the order of their paths. Names are not compared: a clone has its own. */
export function differencesOf(origin: Submit, request: Submit): Difference[] {
  const [before, after] = [fieldsOf(origin), fieldsOf(request)]
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path) => {
    const [from, to] = [before.get(path), after.get(path)]
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }]
  })
}

function fieldsOf({ project, kind, labels, spec }: Submit): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  add(fields, '', '', { project, kind, labels })
  add(fields, '', '', spec as Record<string, unknown>)
  return fields
}

function add(fields: Map<string, unknown>, path: string, name: string, value: unknown): void {
  if (value === undefined) return
  const isOpen = isMap(value) && !WHOLE.has(name) && !('secretRef' in value)
  if (!isOpen) {
    fields.set(path, value)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    const below = path === '' ? key : `${path}.${key}`
    if (MAPS.has(name)) fields.set(below, inner)
    else add(fields, below, key, inner)
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as `--set` reads it back: texts as they are, all else as JSON; nothing for what is not said. */
export function setText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
