import type { z } from 'zod'
import { Envelope } from './envelope.ts'

/** Messages of one direction: type name to body schema. */
export type MessageSet = Record<string, z.ZodType>

/** A checked frame: the envelope with a body of the right shape for its type. */
export type Frame<S extends MessageSet> = {
  [T in keyof S & string]: Omit<Envelope, 't' | 'b'> & { t: T; b: z.output<S[T]> }
}[keyof S & string]

export type Decoded<S extends MessageSet> =
  | { kind: 'frame'; frame: Frame<S> }
  /** A type of a newer peer: answer `error{code: 'unknown_type'}` and go on. */
  | { kind: 'unknown'; envelope: Envelope }
  /** The peer broke the contract. `envelope` is there when at least that could be read. */
  | { kind: 'invalid'; problem: string; envelope?: Envelope }

/** Reads one text frame strictly: shape and types must hold, fields that we do not know are dropped. Never throws. */
export function decode<S extends MessageSet>(messages: S, text: string): Decoded<S> {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return { kind: 'invalid', problem: 'frame is not JSON' }
  }
  const envelope = Envelope.safeParse(raw)
  if (!envelope.success) return { kind: 'invalid', problem: `envelope: ${firstIssue(envelope.error)}` }
  const schema = Object.hasOwn(messages, envelope.data.t) ? messages[envelope.data.t] : undefined
  if (schema === undefined) return { kind: 'unknown', envelope: envelope.data }
  const body = schema.safeParse(envelope.data.b)
  if (!body.success) {
    return {
      kind: 'invalid',
      problem: `${envelope.data.t}: ${firstIssue(body.error)}`,
      envelope: envelope.data,
    }
  }
  return { kind: 'frame', frame: { ...envelope.data, b: body.data } as Frame<S> }
}

function firstIssue(error: z.core.$ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || '(root)'}: ${issue.message}` : 'invalid'
}
