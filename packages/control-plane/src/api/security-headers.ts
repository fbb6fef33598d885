import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * What a browser may do with our pages: run our own scripts, talk to us, and nothing else. No inline script or style, no evaluation, no
 * frame, no foreign host. The console is built so that it needs no exception.
 *
 * @param publicUrl Where browsers find the console. Two headers are for HTTPS and for the own machine alone: elsewhere browsers ignore them, and write an error for each page.
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  const isTrusted = isTrustworthy(new URL(publicUrl))
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    crossOriginOpenerPolicy: isTrusted ? 'same-origin' : false,
    originAgentCluster: isTrusted ? '?1' : false,
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    // Set by whoever ends TLS: we do not know for which hosts it would be right.
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], usb: [], payment: [] },
  })
}

/** As browsers decide it (W3C Secure Contexts, section 3.1). */
function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}
