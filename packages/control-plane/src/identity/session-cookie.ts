import { serialize } from 'hono/utils/cookie'
import type { OpenContext } from '../app/context.ts'

export const SESSION_COOKIE = 'fairlead_session'

/** `Strict` is possible because nothing outside links into a page that needs the session at its first request. */
export function setSessionCookie(ctx: OpenContext, secret: string, maxAgeSeconds: number): void {
  ctx.responseHeaders.append(
    'set-cookie',
    serialize(SESSION_COOKIE, secret, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: maxAgeSeconds,
      secure: ctx.app.publicUrl.startsWith('https:'),
    }),
  )
}
