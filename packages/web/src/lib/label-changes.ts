/** What is done to labels: some get a value, some are taken off. */
export interface LabelChanges {
  set: Record<string, string>
  removed: string[]
}

const KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/

/** Reads `key=value` and `key-` (take it off) with spaces between, as kubectl does; with what is wrong with the first that is none of them. */
export function readLabelChanges(text: string): LabelChanges & { error: string | undefined } {
  const changes: LabelChanges = { set: {}, removed: [] }
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const at = word.indexOf('=')
    const key = at < 0 ? word.replace(/-$/, '') : word.slice(0, at)
    if (at < 0 && !word.endsWith('-'))
      return { ...changes, error: `“${word}”: write key=value, or key- to take it off` }
    if (!KEY.test(key)) return { ...changes, error: `“${key}” cannot be the key of a label` }
    const value = word.slice(at + 1)
    if (at < 0) changes.removed.push(key)
    else if (VALUE.test(value)) changes.set[key] = value
    else
      return { ...changes, error: `“${value}”: a value has at most 63 letters, digits, dots, dashes and underscores` }
  }
  return { ...changes, error: undefined }
}

/** Labels as they are after the changes. */
export function applyLabels(
  labels: Readonly<Record<string, string>>,
  { set, removed }: LabelChanges,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...labels, ...set }).filter(([key]) => !removed.includes(key) || key in set),
  )
}

/** The changes as kubectl and our CLI take them. */
export function writeLabelChanges({ set, removed }: LabelChanges): string[] {
  return [...Object.entries(set).map(([key, value]) => `${key}=${value}`), ...removed.map((key) => `${key}-`)]
}

/** What leads from some labels to others. */
export function labelChangesBetween(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): LabelChanges {
  return {
    set: Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value)),
    removed: Object.keys(before).filter((key) => !(key in after)),
  }
}
