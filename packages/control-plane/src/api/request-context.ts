import { parse } from 'hono/utils/cookie'
import type { Identity } from '../identity/authenticate.ts'
import { inNetworks } from '../identity/in-networks.ts'
import { SESSION_COOKIE } from '../identity/session-cookie.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import type { App } from '../app/app.ts'
import type { Context, OpenContext } from '../app/context.ts'

export interface IncomingRequest {
  method: string
  headers: Headers
  remoteAddress: string | undefined
  signal: AbortSignal
}

/** A request, and whoever made it if they could be recognised. */
export async function readRequest(
  app: App,
  identify: (secret: string, ip: string | null) => Promise<Identity | undefined>,
  request: IncomingRequest,
  responseHeaders: Headers,
): Promise<{ open: OpenContext; known: Context | undefined }> {
  const requestId = newId()
  responseHeaders.set('x-request-id', requestId)
  const { headers } = request
  const forwarded = app.config.trustProxy ? lastHop(headers) : undefined
  const bearer = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1]
  const cookie = bearer === undefined ? parse(headers.get('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE] : undefined
  const open: OpenContext = {
    app,
    requestId,
    log: app.log.child({ requestId }),
    origin: cookie === undefined ? 'api' : 'console',
    ip: forwarded ?? request.remoteAddress ?? null,
    userAgent: headers.get('user-agent') ?? '',
    responseHeaders,
    signal: request.signal,
  }
  const secret = bearer ?? cookie
  if (secret === undefined || secret === '') {
    // A credential of another kind is a mistake, never a way in as nobody.
    if (headers.has('authorization')) throw badCredential()
    return { open, known: undefined }
  }
  if (cookie !== undefined) refuseForeignPages(request)
  const identity = await identify(secret, open.ip)
  if (!identity) {
    if (bearer !== undefined) throw badCredential()
    return { open, known: undefined }
  }
  const { allowedCidrs } = identity.credential
  if (allowedCidrs && !inNetworks(open.ip, allowedCidrs)) {
    throw new AppError('UNAUTHENTICATED', `this token may not be used from ${open.ip ?? 'an unknown address'}`, {
      hint: 'its owner sees its networks under Settings, Tokens',
    })
  }
  return {
    open,
    known: {
      ...open,
      log: open.log.child({ organizationId: identity.organization.id, userId: identity.user.id }),
      organizationId: identity.organization.id,
      actor: { kind: 'user', id: identity.user.id, name: identity.user.email },
      access: identity.access,
      credential: identity.credential,
    },
  }
}

/** Whom the proxy before us has spoken to. Proxies append to what they were sent, so that only the last address is not the caller's own word. */
function lastHop(headers: Headers): string | undefined {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
}

function badCredential(): AppError {
  return new AppError('UNAUTHENTICATED', 'the token is unknown, expired or revoked', {
    hint: 'make a new one in the console under Tokens, then: fairlead login',
  })
}

/** A page of another site must not act with somebody's cookie, whatever the browser thinks of SameSite. */
function refuseForeignPages(request: IncomingRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.get('origin')
  const host = request.headers.get('host')
  if (origin !== null && URL.canParse(origin) && new URL(origin).host === host) return
  throw new AppError('FORBIDDEN', 'this request did not come from a page of this control plane')
}
