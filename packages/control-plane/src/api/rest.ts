import type { Hono } from 'hono'
import type { ZodObject } from 'zod'
import type { AnyAction } from '../app/action.ts'
import { ACTIONS } from './actions.ts'
import { AppError } from '../lib/app-error.ts'
import { validationError } from './error-map.ts'
import type { HttpEnv } from './http-env.ts'
import { runAction } from './run-action.ts'

export const REST_PREFIX = '/api/v1'

/** Every action as a list. */
export function allActions(): AnyAction[] {
  return Object.values(ACTIONS).flatMap((group): AnyAction[] => Object.values(group) as unknown as AnyAction[])
}

/** Names of the fields that an action takes from its path. */
export function pathFields(action: AnyAction): string[] {
  return [...action.rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
}

/** True when the rest of the input travels in the query string. */
export function takesQuery(action: AnyAction): boolean {
  return action.rest.method === 'get' || action.rest.method === 'delete'
}

/** Mounts every action under `/api/v1`. */
export function mountRest(http: Hono<HttpEnv>): void {
  for (const action of allActions()) {
    const path = `${REST_PREFIX}${action.rest.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    http.on(action.rest.method.toUpperCase(), path, async (c) => {
      const fields: Record<string, unknown> = takesQuery(action)
        ? readQuery(c.req.queries())
        : await readBody(c.req.raw)
      for (const name of pathFields(action)) fields[name] = c.req.param(name)
      const shape = (action.input as ZodObject).shape
      const key = c.req.header('idempotency-key')
      if (key !== undefined && 'idempotencyKey' in shape) fields['idempotencyKey'] ??= key
      const input = action.input.safeParse(fields)
      if (!input.success) throw validationError(input.error)
      const { open, known } = c.get('request')
      const output: unknown = await runAction(action, open, known, input.data)
      return c.json(output as Record<string, unknown>, action.rest.status ?? 200)
    })
  }
}

/** What stands in a query: one text, or several of the same name. */
export function readQuery(queries: Record<string, string[]>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text()
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body }
  } catch (cause) {
    throw new AppError('VALIDATION', 'the body is not JSON', { hint: 'send one JSON object', cause })
  }
  throw new AppError('VALIDATION', 'the body is not a JSON object', { hint: 'send one JSON object' })
}
