import type { z } from 'zod'
import type { Permission } from '../identity/permissions.ts'
import type { Context, OpenContext } from './context.ts'

export interface RestRoute {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  /** Below `/api/v1`; `{name}` takes the input field of that name. */
  path: string
  /** Absent: 200. */
  status?: 200 | 201
}

interface ActionShape<I extends z.ZodType, O extends z.ZodType> {
  /** `<noun>.<verb>`: the operation id in OpenAPI, and the action in the audit log. */
  name: string
  summary: string
  rest: RestRoute
  input: I
  output: O
}

/**
 * One verb of the product: what it takes, what it answers, who may, and what it does. REST and tRPC are made from it, so neither can
 * differ from the other. `allow` is the least that the caller needs somewhere; the verb checks the exact place itself.
 */
export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends ActionShape<I, O> {
  allow: Permission | 'signed-in'
  run: (ctx: Context, input: z.output<I>) => Promise<z.output<O>>
}

/** A verb for callers who are not signed in. */
export interface OpenAction<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends ActionShape<
  I,
  O
> {
  allow: 'anyone'
  run: (ctx: OpenContext, input: z.output<I>) => Promise<z.output<O>>
}

export function action<I extends z.ZodType, O extends z.ZodType>(definition: Action<I, O>): Action<I, O> {
  return definition
}

export function openAction<I extends z.ZodType, O extends z.ZodType>(definition: OpenAction<I, O>): OpenAction<I, O> {
  return definition
}

/** Input of verbs that take nothing. */
export type AnyAction = Action | OpenAction
