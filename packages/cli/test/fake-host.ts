import type { Host, Out } from '../src/host.ts'
import { runCli } from '../src/run-cli.ts'

export interface Ran {
  code: number
  out: string
  err: string
}

export interface FakeOptions {
  env?: Record<string, string>
  stdin?: string
  /** Both outputs are terminals of this width. */
  terminal?: number
  fetch?: typeof globalThis.fetch
  now?: number
  signal?: AbortSignal
}

/** A fresh configuration for each test: nobody's own one is read or written. */
export const SIGNED_IN = {
  FAIRLEAD_URL: 'https://fairlead.test',
  FAIRLEAD_TOKEN: 'flt_secret_of_the_test',
  XDG_CONFIG_HOME: '/nonexistent',
}

/** Runs a command line and keeps what it writes. */
export async function fairlead(argv: readonly string[], options: FakeOptions = {}): Promise<Ran> {
  const out = collector(options.terminal)
  const err = collector(options.terminal)
  const host: Host = {
    env: options.env ?? SIGNED_IN,
    stdin: Object.assign(textStream(options.stdin ?? ''), { isTTY: false }),
    stdout: out,
    stderr: err,
    now: () => options.now ?? Date.parse('2026-01-01T12:00:00Z'),
    signal: options.signal ?? new AbortController().signal,
    readHidden: () => Promise.reject(new Error('nobody is at the keyboard')),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  }
  const code = await runCli(argv, host)
  return { code, out: out.text(), err: err.text() }
}

function collector(columns: number | undefined): Out & { text: () => string } {
  let text = ''
  return {
    write: (part) => {
      text += part
    },
    text: () => text,
    ...(columns === undefined ? {} : { isTTY: true, columns }),
  }
}

async function* textStream(text: string): AsyncGenerator<string, void, void> {
  yield await Promise.resolve(text)
}

/** Answers by path, as the API does. A number is a status. */
export function fakeApi(routes: Record<string, unknown>): {
  fetch: typeof globalThis.fetch
  calls: { path: string; method: string; body: unknown }[]
} {
  const calls: { path: string; method: string; body: unknown }[] = []
  return {
    calls,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const path = url.pathname.replace('/api/v1', '')
      const method = init?.method ?? 'GET'
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      calls.push({ path, method, body })
      const found = routes[`${method} ${path}`] ?? routes[path]
      return Promise.resolve(found instanceof Response ? found.clone() : Response.json(found ?? { items: [] }))
    },
  }
}

export function refusal(code: string, status: number, more: Record<string, unknown> = {}): Response {
  const error = { code, message: 'it was refused', hint: 'do it otherwise', issues: [], requestId: 'req-1', ...more }
  return Response.json({ error }, { status })
}
