import type { HttpBindings } from '@hono/node-server'
import type { Context, OpenContext } from '../app/context.ts'

/** What Hono's handlers find beside the request. */
export interface HttpEnv {
  Bindings: HttpBindings
  Variables: { request: { open: OpenContext; known: Context | undefined } }
}
