import { isIP } from 'node:net'

const HTTPS = 443

/**
 * Rules of a network policy for hosts outside of the site, as `egressHosts` names them: addresses and names, each with a port or without, and ranges. A policy knows no names: where one is
 * named, its port (443 where it says none) is let through to any address, and the control plane itself keeps to the list.
 */
export function egressRules(hosts: readonly string[]): object[] {
  const ports = new Set<number>()
  const rules: object[] = []
  for (const entry of hosts) {
    const { host, port } = partsOf(entry)
    const family = isIP(host)
    if (entry.includes('/')) rules.push(toBlock(entry))
    else if (family === 0) ports.add(port ?? HTTPS)
    else rules.push(toBlock(`${host}/${family === 6 ? 128 : 32}`, port))
  }
  if (ports.size > 0) rules.push({ ports: [...ports].toSorted((a, b) => a - b).map(tcp) })
  return rules
}

function toBlock(cidr: string, port?: number): object {
  return { to: [{ ipBlock: { cidr } }], ...(port === undefined ? {} : { ports: [tcp(port)] }) }
}

function tcp(port: number): object {
  return { port, protocol: 'TCP' }
}

function partsOf(entry: string): { host: string; port: number | undefined } {
  const [, host = entry, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port) }
}
