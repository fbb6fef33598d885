export interface Change {
  path: string
  before: string | undefined
  after: string | undefined
}

/** What differs between `before` and `after` of an audit entry, value by value. Entries without them have no changes. */
export function changesIn(data: Readonly<Record<string, unknown>>): Change[] {
  if (!('before' in data) && !('after' in data)) return []
  const before = flatten(data['before'])
  const after = flatten(data['after'])
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined || (value === null && path === '')) return into
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, into)
  } else into.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  return into
}
