import { lookup } from 'node:dns/promises'
import { apiMessage, type Kube } from '../../install/kube.ts'
import type { Site } from '../../site/site.ts'
import { pass, warn, type Check } from '../check.ts'

/** K12: nodes with addresses of one family pull from no registry that has those of the other alone. */
export async function checkAddresses(kube: Kube, { registry }: Site): Promise<Check> {
  const what = 'families of addresses'
  try {
    const { items } = await kube.core.listNode()
    const addresses = items.flatMap(({ status }) => status?.addresses ?? []).filter(({ type }) => type === 'InternalIP')
    const ofNodes = new Set(addresses.map(({ address }) => familyOf(address)))
    const { hostname } = new URL(registry.url)
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true })
    const ofRegistry = new Set(found.map(({ family }) => (family === 6 ? 'IPv6' : 'IPv4')))
    const seen = `nodes ${[...ofNodes].toSorted().join(' and ')}, registry ${[...ofRegistry].toSorted().join(' and ')}`
    if (ofNodes.size === 0 || [...ofNodes].some((family) => ofRegistry.has(family))) return pass('K12', what, seen)
    return warn(
      'K12',
      what,
      seen,
      `give ${hostname} an address that nodes reach, or put a gateway between both families`,
    )
  } catch (error) {
    return warn(
      'K12',
      what,
      'unknown',
      `${apiMessage(error)}; see to it that nodes reach the registry by ${registry.url}`,
    )
  }
}

function familyOf(address: string): 'IPv4' | 'IPv6' {
  return address.includes(':') ? 'IPv6' : 'IPv4'
}
