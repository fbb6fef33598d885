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
}

export interface Unknown {
  path: Path
  message: string
}

/** Every key that the schema does not have, each with the one that may have been meant. */
export function unknownKeys(node: unknown, schema: Schema, path: Path = []): Unknown[] {
  if (isMap(node)) {
    const shape = branchWith(
      schema,
      (one) => one.properties !== undefined || typeof one.additionalProperties === 'object',
    )
    if (!shape) return []
    const names = Object.keys(shape.properties ?? {})
    return node.items.flatMap((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const inner = shape.properties?.[key]
      if (inner) return unknownKeys(pair.value, inner, [...path, key])
      if (typeof shape.additionalProperties === 'object') {
        return unknownKeys(pair.value, shape.additionalProperties, [...path, key])
      }
      return shape.additionalProperties === false ? [{ path: [...path, key], message: sentence(path, key, names) }] : []
    })
  }
  if (isSeq(node)) {
    const items = branchWith(schema, (one) => one.items !== undefined)?.items
    return items ? (node.items as Node[]).flatMap((item, index) => unknownKeys(item, items, [...path, index])) : []
  }
  return []
}

function branchWith(schema: Schema, fits: (one: Schema) => boolean): Schema | undefined {
  return fits(schema) ? schema : schema.anyOf?.map((one) => branchWith(one, fits)).find((one) => one !== undefined)
}

function sentence(path: Path, key: string, names: readonly string[]): string {
  const whole = [...path, key].join('.')
  const meant = nearest(key, names)
  if (meant !== undefined) return `${whole} is not known; did you mean ${meant}?`
  return `${whole} is not known; there is: ${names.join(', ')}`
}
