import type { Client } from '@fairlead/sdk'
import type { Fields } from '../wire/value.ts'
import type { Attributes } from './attribute.ts'

/** What a change has come to. */
export interface Outcome {
  /** What the control plane says of it: attributes `told` and `either`. What a configuration says stands as it is. */
  told: Fields
  /** What the change does less than it seems to. */
  warnings?: readonly string[]
  /** The object is there, and not all of it could be set. */
  failed?: unknown
}

/**
 * A kind of object that a configuration may declare. An attribute that is not set stands for the value that the control plane has by itself, and is `null` in the state as long as that is its value;
 * a value that says the same in other words stays in the words of the configuration. So a plan is empty exactly where nothing has changed.
 */
export interface Resource {
  about: string
  attributes: Attributes
  /** Throws {@link Problem} for what can be told to be wrong without asking. Values may be unknown. */
  validate?(config: Fields): void
  /** What is there now, in the words of `before` where they still hold; `undefined` when it is gone. After an import `before` has its `id` alone, which may be a name. */
  read(client: Client, before: Fields, signal: AbortSignal): Promise<Fields | undefined>
  create(client: Client, planned: Fields, signal: AbortSignal): Promise<Outcome>
  /** Absent for one all of whose attributes are fixed. */
  update?(client: Client, planned: Fields, before: Fields, signal: AbortSignal): Promise<Outcome>
  /** Takes it away, and answers what of it stays. One that is gone already may throw `NotFoundError`. */
  remove(client: Client, before: Fields, signal: AbortSignal): Promise<readonly string[]>
}
