import { Client, type ClientOptions } from '../src/index.ts'

export interface Seen {
  method: string
  url: URL
  headers: Headers
  body: unknown
}

/** Answers each request with the next step of a script; the last step goes on for ever. An Error is thrown as fetch throws. */
export function scriptedFetch(...steps: readonly (Response | Error | (() => Response))[]): {
  fetch: typeof globalThis.fetch
  seen: Seen[]
} {
  const seen: Seen[] = []
  return {
    seen,
    fetch: (input, init) => {
      const request = new Request(input, init)
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined
      seen.push({ method: request.method, url: new URL(request.url), headers: request.headers, body })
      const step = steps[Math.min(seen.length, steps.length) - 1]
      if (step === undefined || step instanceof Error) return Promise.reject(step ?? new Error('no script'))
      return Promise.resolve(typeof step === 'function' ? step() : step.clone())
    },
  }
}

export function clientOf(fetch: typeof globalThis.fetch, options: Partial<ClientOptions> = {}): Client {
  return new Client({ url: 'https://fairlead.test', token: 'flt_test', fetch, ...options })
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

export function refusal(code: string, status: number, headers: Record<string, string> = {}): Response {
  const error = { code, message: 'it was refused', hint: 'try something else', issues: [], requestId: 'r-1' }
  return json({ error }, status, headers)
}
