import { secureHeaders } from 'hono/secure-headers'

/**
 * What a browser may do with our pages: run our own scripts, talk to us, and nothing else. No inline script or style, no evaluation, no
 * frame, no foreign host. The console is built so that it needs no exception.
 */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // Set by whoever ends TLS: we do not know for which hosts it would be right.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], usb: [], payment: [] },
})
