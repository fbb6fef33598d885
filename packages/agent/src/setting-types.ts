/** Texts of variables in the shapes that the schemas check. What cannot be read is passed on as it is, so that the schema says so. */

/** `"1.5"` is 1.5. */
export function amountOf(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : value
}

/** `"64Gi"` and `"65536Mi"` are 65536, a plain number is MiB. */
export function memoryMib(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const [, amount, unit] = /^\s*([\d.]+)\s*(Mi|Gi|Ti)?B?\s*$/i.exec(value) ?? []
  if (amount === undefined) return value
  const factor = { mi: 1, gi: 1024, ti: 1024 * 1024 }[(unit ?? 'Mi').toLowerCase()] ?? 1
  return Math.round(Number(amount) * factor)
}

/** JSON, when it is a text that begins like JSON. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** `a,b`, or JSON. */
export function listOf(value: unknown): unknown {
  const read = structured(value)
  if (typeof read !== 'string') return read
  return read
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** `true` and `false`. */
export function flagOf(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value
}

/** `a=b,c=d`, or JSON. */
export function labelsOf(value: unknown): unknown {
  const read = structured(value)
  if (typeof read !== 'string') return read
  if (read.trim() === '') return {}
  return Object.fromEntries(read.split(',').map((pair) => cut(pair.trim(), '=')))
}

/** `key=value:Effect,key:Effect`, or JSON. */
export function taintsOf(value: unknown): unknown {
  const read = structured(value)
  if (typeof read !== 'string') return read
  if (read.trim() === '') return []
  return read.split(',').map((text) => {
    const [left, effect] = cut(text.trim(), ':')
    const [key, taintValue] = cut(left, '=')
    return { key, value: taintValue, effect }
  })
}

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at)
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}
