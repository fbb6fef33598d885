import type { Access } from '../identity/access.ts'
import { inOrganization, type Tx } from '../db/tx.ts'
import type { Logger } from '../lib/logger.ts'
import type { App } from './app.ts'

export interface Actor {
  kind: 'user' | 'agent' | 'system'
  id: string
  name: string
}

/** One request before anybody is known. */
export interface OpenContext {
  app: App
  requestId: string
  log: Logger
  origin: 'console' | 'api' | 'agent' | 'system'
  ip: string | null
  userAgent: string
  /** Headers for the answer, for example cookies. */
  responseHeaders: Headers
  signal: AbortSignal
}

/** One request of somebody known, in one organization. */
export interface Context extends OpenContext {
  organizationId: string
  actor: Actor
  access: Access
  /** How they proved who they are. */
  credential: { via: 'session' | 'token' | 'internal'; id: string; allowedCidrs?: readonly string[] | null }
}

/** A transaction of this request's organization. */
export function transaction<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inOrganization(ctx.app, ctx.organizationId, work)
}
