import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { nearest } from '../lib/nearest.ts'
import type { Path } from './manifest-doc.ts'

/** The part of JSON Schema that says which keys there are. */
export interface Schema {
  type?: unknown
  properties?: Readonly<Record<string, Schema>>
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
}

export interface Unknown {
  path: Path
  message: string
}

/** Every key that the schema does not have, each with the one that may have been meant. Of several shapes the keys of all are known. */
export function unknownKeys(node: unknown, schema: Schema, path: Path = []): Unknown[] {
  const shapes = shapesOf(schema)
  if (isMap(node)) {
    const maps = shapes.filter((one) => one.properties !== undefined || typeof one.additionalProperties === 'object')
    if (maps.length === 0) return []
    const names = [...new Set(maps.flatMap((one) => Object.keys(one.properties ?? {})))]
    return node.items.flatMap((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const named = maps.flatMap((one) => one.properties?.[key] ?? [])
      const free = maps.flatMap((one) => (typeof one.additionalProperties === 'object' ? one.additionalProperties : []))
      const inner = named.length > 0 ? named : free
      if (inner.length > 0) return unknownKeys(pair.value, { anyOf: inner }, [...path, key])
      const isClosed = maps.every((one) => one.additionalProperties === false)
      return isClosed ? [{ path: [...path, key], message: sentence(path, key, names) }] : []
    })
  }
  if (isSeq(node)) {
    const items = shapes.flatMap((one) => one.items ?? [])
    return (node.items as Node[]).flatMap((item, index) => unknownKeys(item, { anyOf: items }, [...path, index]))
  }
  return []
}

function shapesOf(schema: Schema): Schema[] {
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(shapesOf)]
}

function sentence(path: Path, key: string, names: readonly string[]): string {
  const whole = [...path, key].join('.')
  const meant = nearest(key, names)
  if (meant !== undefined) return `${whole} is not known; did you mean ${meant}?`
  return `${whole} is not known; there is: ${names.join(', ')}`
}
