/** The same JSON value without what PostgreSQL's jsonb cannot hold: NUL characters and halves of characters. */
export function storable<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(clean)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), clean(inner)]))
}

/** The same for one text. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
