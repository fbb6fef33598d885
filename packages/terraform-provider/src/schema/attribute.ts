/** What an attribute holds: a plain type, or a group of attributes, alone or many of it. */
export type Holds =
  | 'string'
  | 'bool'
  | 'number'
  | { mapOf: 'string' }
  | { listOf: 'string' }
  | { group: Attributes }
  | { groups: Attributes; by: 'name' | 'place' }

export interface Attribute {
  holds: Holds
  about: string
  /** `given`: a configuration has to say it. `free`: it may. `told`: the control plane says it. `either`: the control plane says it where the configuration does not. */
  from: 'given' | 'free' | 'told' | 'either'
  isSecret?: boolean
  /** It cannot change: another value means another object. */
  isFixed?: boolean
}
export type Attributes = Readonly<Record<string, Attribute>>

const NESTING = { group: 1, place: 2, name: 4 } as const

/** A block of attributes as the protocol carries a schema. */
export function schemaOf(about: string, attributes: Attributes) {
  return { version: 0, block: { attributes: messagesOf(attributes), description: about } }
}

function messagesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([name, { holds, about, from, isSecret }]) => ({
    name,
    ...typeOf(holds),
    description: about,
    required: from === 'given',
    optional: from === 'free' || from === 'either',
    computed: from === 'told' || from === 'either',
    sensitive: isSecret === true,
  }))
}

function typeOf(holds: Holds): object {
  if (typeof holds === 'string') return { type: Buffer.from(JSON.stringify(holds)) }
  if ('mapOf' in holds) return { type: Buffer.from(JSON.stringify(['map', holds.mapOf])) }
  if ('listOf' in holds) return { type: Buffer.from(JSON.stringify(['list', holds.listOf])) }
  if ('group' in holds) return { nestedType: { attributes: messagesOf(holds.group), nesting: NESTING.group } }
  return { nestedType: { attributes: messagesOf(holds.groups), nesting: NESTING[holds.by] } }
}
