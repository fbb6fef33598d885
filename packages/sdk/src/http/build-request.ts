import { API_PREFIX, ROUTES } from '../generated/routes.ts'
import type { OperationId } from '../operations.ts'

export interface Route {
  method: string
  path: string
  query: readonly string[]
  /** Doing it twice is the same as doing it once. */
  isRepeatable: boolean
  /** It takes an idempotency key. */
  hasKey: boolean
}

export interface BuiltRequest {
  method: string
  /** With the prefix of the API and the query. */
  path: string
  headers: Record<string, string>
  body?: string
  isRepeatable: boolean
}

/** Puts each field of the input where the API wants it: path, query, header or body. */
export function buildRequest(operation: OperationId, input: Readonly<Record<string, unknown>>): BuiltRequest {
  const route: Route = ROUTES[operation]
  const { idempotencyKey, ...rest } = input
  const key = route.hasKey && typeof idempotencyKey === 'string' ? idempotencyKey : undefined
  const fields = new Map(Object.entries(key === undefined ? input : rest).filter(([, value]) => value !== undefined))
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields.get(name)
    fields.delete(name)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const name of route.query) {
    const value = fields.get(name)
    fields.delete(name)
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one))
  }
  const text = query.toString()
  return {
    method: route.method,
    path: `${API_PREFIX}${path}${text === '' ? '' : `?${text}`}`,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    ...(fields.size > 0 ? { body: JSON.stringify(Object.fromEntries(fields)) } : {}),
    isRepeatable: route.isRepeatable || key !== undefined,
  }
}
