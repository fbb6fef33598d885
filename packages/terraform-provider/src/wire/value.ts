import { decode, encode, ExtData, ExtensionCodec } from '@msgpack/msgpack'

/** Stands for a value that is known only after something else has been made. */
export const UNKNOWN = Symbol('unknown')
/** A value of Terraform's type system as it travels: numbers of any kind as numbers, lists and sets as arrays, maps and objects as records. */
export type Value = null | boolean | number | string | typeof UNKNOWN | Value[] | Fields
export interface Fields {
  [name: string]: Value
}

/** As the protocol carries a value: MessagePack, or JSON where somebody wrote it by hand. */
export interface DynamicValue {
  msgpack?: Uint8Array
  json?: Uint8Array
}

/** Of MessagePack's extension types: unknown, and unknown of which something is known. */
const UNKNOWN_TYPES = [0, 12]

const codec = new ExtensionCodec()
for (const type of UNKNOWN_TYPES) codec.register({ type, encode: () => null, decode: () => UNKNOWN })

/** Reads a value; an absent one is `null`. Throws for bytes that are no value. */
export function decodeValue(value: DynamicValue | null | undefined): Value {
  if (value?.msgpack && value.msgpack.length > 0) return decode(value.msgpack, { extensionCodec: codec }) as Value
  if (value?.json && value.json.length > 0) return JSON.parse(Buffer.from(value.json).toString('utf8')) as Value
  return null
}

/** Writes a value. */
export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encode(withMarks(value)) }
}

/** Extension types of the library are told by the value's class, so an unknown becomes one. */
function withMarks(value: Value): unknown {
  if (value === UNKNOWN) return new ExtData(0, new Uint8Array([0]))
  if (Array.isArray(value)) return value.map((item) => withMarks(item))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withMarks(item)]))
  return value
}

/** Whether two values are the same. An unknown is like nothing, not even another one. */
export function isSame(a: Value, b: Value): boolean {
  if (a === UNKNOWN || b === UNKNOWN) return false
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, at) => isSame(item, b[at] ?? null))
    )
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => isSame(a[name] ?? null, b[name] ?? null))
}
