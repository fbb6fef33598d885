/** Only what is set is sent. */
export type Query = Record<string, string | number | boolean | undefined>

export type KubeRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** From the root of the API: `/api/v1/namespaces/x/pods`. */
  path: string
  query?: Query
  body?: unknown
  timeoutMs?: number
}

/**
 * The Kubernetes API as the agent uses it. Everything goes through these two calls. Both reject with `KubeError` when the API refuses and with
 * another error when there was no answer.
 */
export type KubeApi = {
  /** One answer, read as JSON; text when it is none. A PATCH is a merge patch. */
  send<T = unknown>(request: KubeRequest): Promise<T>
  /** An answer without an end, line by line. Ends when the server ends it or `signal` is aborted. */
  lines(request: { path: string; query?: Query; signal: AbortSignal }): AsyncIterable<string>
  close(): void
}

/** A path with its query. */
export function urlOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  )
  if (given.length === 0) return path
  const search = new URLSearchParams()
  for (const [name, value] of given) search.set(name, String(value))
  return `${path}?${search.toString()}`
}
