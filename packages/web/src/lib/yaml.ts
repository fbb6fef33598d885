/** Plain data as YAML. It is for reading and for `fairlead apply -f`; nothing here reads YAML back. */
export function toYaml(value: unknown): string {
  return `${block(value, 0)}\n`
}

const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*$/
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~)$/i

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null'
  const text = value
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text)
}

function isEmpty(value: object): boolean {
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0
}

function block(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}'
  const pad = '  '.repeat(depth)
  if (Array.isArray(value)) {
    return value.map((item) => `${pad}- ${nested(item, depth + 1).trimStart()}`).join('\n')
  }
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const isInline = typeof item !== 'object' || item === null || isEmpty(item)
      return `${pad}${scalar(key)}:${isInline ? ` ${block(item, 0)}` : `\n${block(item, depth + 1)}`}`
    })
    .join('\n')
}

function nested(item: unknown, depth: number): string {
  return typeof item === 'object' && item !== null && !isEmpty(item) ? block(item, depth) : block(item, 0)
}
