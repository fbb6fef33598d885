import type { Host } from '../host.ts'
import { UsageError } from '../lib/usage-error.ts'
import type { Config } from './config-file.ts'

export interface Connection {
  url: string
  token: string | undefined
  project: string | undefined
  /** The context that it comes from; undefined when it comes from the environment or an option. */
  context: string | undefined
}

export interface Wanted {
  context?: string | undefined
  url?: string | undefined
}

const URL_DEFAULT = 'http://localhost:8080'

/**
 * Which control plane, and as whom: options first, then the environment, then the current context. A stored token goes only to the control
 * plane that it was stored for.
 */
export function resolveConnection(wanted: Wanted, env: Host['env'], config: Config): Connection {
  const name = wanted.context ?? (env['FAIRLEAD_CONTEXT'] || config.current)
  const context = name === undefined ? undefined : config.contexts[name]
  if (name !== undefined && !context && (wanted.context !== undefined || env['FAIRLEAD_CONTEXT'])) {
    throw new UsageError(`there is no context "${name}"`, { hint: 'list what there is with: fairlead context ls' })
  }
  // A context that was asked for by name wins over the environment.
  const fromEnv = wanted.context === undefined ? env['FAIRLEAD_URL'] || undefined : undefined
  const url = checkUrl(wanted.url ?? fromEnv ?? context?.url ?? URL_DEFAULT)
  const isOfContext = context !== undefined && sameOrigin(context.url, url)
  const envToken = wanted.context === undefined ? env['FAIRLEAD_TOKEN'] || undefined : undefined
  return {
    url,
    token: envToken ?? (isOfContext ? context.token : undefined),
    project: env['FAIRLEAD_PROJECT'] || (isOfContext ? context.project : undefined),
    context: isOfContext ? name : undefined,
  }
}

/** The URL without a slash at its end. */
export function checkUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '')
  throw new UsageError(`"${text}" is not an http or https URL`, { hint: 'for example: https://fairlead.example.com' })
}

/** True when a token would travel in the clear over a network. */
export function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && a.replace(/\/+$/, '') === b
}
