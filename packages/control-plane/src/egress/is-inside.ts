import { BlockList, isIP } from 'node:net'

const PRIVATE = new BlockList()
PRIVATE.addSubnet('127.0.0.0', 8)
PRIVATE.addSubnet('100.64.0.0', 10)
PRIVATE.addSubnet('10.0.0.0', 8)
PRIVATE.addSubnet('172.16.0.0', 12)
PRIVATE.addSubnet('192.168.0.0', 16)
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')

/** Names that a cluster's own DNS answers, or the machine itself. Anything else may lead anywhere. */
const INSIDE_NAME = /(^|\.)(localhost|svc|svc\.cluster\.local)$/

/**
 * True for a host that lies within the site by its very address: loopback, a private range (RFC 1918, RFC 4193, RFC 6598), or a name of the cluster. Link-local
 * addresses are not: clouds serve credentials there.
 */
export function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const family = isIP(host)
  if (family === 0) return INSIDE_NAME.test(host)
  return PRIVATE.check(host, family === 6 ? 'ipv6' : 'ipv4')
}
