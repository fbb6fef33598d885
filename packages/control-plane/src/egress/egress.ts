import { BlockList, isIP } from 'node:net'
import { egressRefused } from '../lib/metrics.ts'
import { isInside } from './is-inside.ts'
import type { EgressMode } from './modes.ts'

/** A request that was not sent. */
export class EgressRefused extends Error {
  override name = 'EgressRefused'
}

/** The one way out of a control plane: every request of ours to another host is made by it. */
export interface Egress {
  /** Like the global `fetch`, without following redirects. Throws {@link EgressRefused} at once, and before any name is looked up. */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
}

/** Headers that say nothing about who asks. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'if-none-match', 'if-modified-since', 'range'])

/**
 * `hosts`: what may be reached besides hosts within the site: names and addresses, each with an optional port, and ranges such as 203.0.113.0/24. Throws
 * a sentence for a range that is none.
 */
export function createEgress({ mode, hosts }: { mode: EgressMode; hosts: readonly string[] }): Egress {
  const named = new Set(hosts.map((host) => host.toLowerCase()))
  const ranges = rangesOf(hosts)
  return {
    fetch: async (target, init = {}) => {
      const url = new URL(target)
      const problem = isInside(url.hostname) ? undefined : problemOf(url, init)
      if (problem !== undefined) {
        egressRefused.inc()
        throw new EgressRefused(`a request to ${url.host} was not sent: ${problem}`)
      }
      return await fetch(url, { ...init, redirect: 'error' })
    },
  }

  function problemOf(url: URL, init: RequestInit): string | undefined {
    const isNamed = named.has(url.hostname) || named.has(url.host) || isWithin(ranges, url.hostname)
    if (!isNamed) {
      return `it is no host of this site, and FAIRLEAD_EGRESS_HOSTS does not name it (mode ${mode})`
    }
    return mode === 'onprem' ? uploadOf(url, init) : undefined
  }
}

function rangesOf(hosts: readonly string[]): BlockList {
  const ranges = new BlockList()
  for (const range of hosts.filter((host) => host.includes('/'))) {
    const [address = '', prefix = ''] = range.split('/')
    try {
      ranges.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
    } catch {
      throw new Error(`FAIRLEAD_EGRESS_HOSTS: ${range} is no range of addresses, such as 203.0.113.0/24`)
    }
  }
  return ranges
}

function isWithin(ranges: BlockList, hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  return family !== 0 && ranges.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

/** What a request would tell the host that it reads from. */
function uploadOf(url: URL, init: RequestInit): string | undefined {
  const method = (init.method ?? 'GET').toUpperCase()
  if (method !== 'GET' && method !== 'HEAD') return `it is a ${method}, and the mode onprem only reads from other hosts`
  if (init.body !== undefined && init.body !== null) return 'it has a body, and the mode onprem only reads'
  if (url.search !== '' || url.username !== '')
    return 'its address carries more than a place, and the mode onprem only reads'
  const told = [...new Headers(init.headers).keys()].find((name) => !PLAIN_HEADERS.has(name))
  return told === undefined ? undefined : `its header ${told} may tell who asks, and the mode onprem only reads`
}
