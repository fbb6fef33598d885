/**
 * A specification as lines: the path of each field, and its value as text. Lists of words are one line, as a shell would have them; a
 * reference to a secret names it and nothing more. What is empty is absent.
 */
export function flatSpec(value: unknown, path = ''): Map<string, string> {
  const lines = new Map<string, string>()
  add(lines, path, value)
  return lines
}

function add(lines: Map<string, string>, path: string, value: unknown): void {
  const text = textOf(value)
  if (text !== undefined) {
    if (text !== '') lines.set(path, text)
    return
  }
  for (const [name, inner] of Object.entries(value as object)) add(lines, path === '' ? name : `${path}.${name}`, inner)
}

/** Undefined for what has parts of its own. */
function textOf(value: unknown): string | undefined {
  if (value === undefined) return ''
  if (value === null) return 'none'
  if (isPlain(value)) return String(value)
  if (Array.isArray(value)) {
    const words: unknown[] = value
    return words.map((word) => (isPlain(word) ? quoted(String(word)) : JSON.stringify(word))).join(' ')
  }
  const { secretRef } = value as { secretRef?: { name?: string; key?: string } }
  return secretRef === undefined ? undefined : `secret ${secretRef.name}, ${secretRef.key}`
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
