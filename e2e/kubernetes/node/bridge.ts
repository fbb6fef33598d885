import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { addresses } from '../cluster/addresses.ts'
import type { RigNetwork } from '../cluster/rig-record.ts'
import { run } from './run.ts'

interface Link {
  ifname: string
  ifalias?: string
}

/** Of real nodes of one cluster: they share this machine's cores. */
export const REAL_NODES_MAX = 8

const PREFIX = 'fl-rig'
const SECOND = { from: 200, to: 249 }

/** Makes a bridge in a range of addresses that this machine does not use yet. It belongs to the cluster in `folder`. Call it under the lock. */
export function claimBridge(folder: string): RigNetwork {
  removeOrphans()
  const routes = run('ip', ['-4', 'route', 'show', 'table', 'all'])
  for (let second = SECOND.from; second <= SECOND.to; second++) {
    const network = { bridge: `${PREFIX}${second}`, second }
    if (exists(network.bridge) || routes.includes(` 10.${second}.`) || routes.includes(`\n10.${second}.`)) continue
    run('ip', ['link', 'add', network.bridge, 'type', 'bridge'])
    run('ip', ['link', 'set', network.bridge, 'alias', folder])
    run('ip', ['address', 'add', `${addresses.host(network)}/24`, 'dev', network.bridge])
    run('ip', ['link', 'set', network.bridge, 'up'])
    return network
  }
  throw new Error(
    `no range from 10.${SECOND.from}.0.0/16 to 10.${SECOND.to}.0.0/16 is free: take a cluster down with \`pnpm rig down\``,
  )
}

/** Its routes go with it. The kernel drops the links of an ended node as well, but some time later, when the next cluster may want their names. */
export function releaseBridge(network: RigNetwork): void {
  for (const link of [...Array.from({ length: REAL_NODES_MAX }, (_, at) => nodeLink(network, at + 1)), network.bridge])
    if (exists(link)) deleteLink(link)
}

/** The host's end of the wire to a node. */
export function nodeLink({ second }: RigNetwork, index: number): string {
  return `fl${second}n${index}`
}

function deleteLink(link: string): void {
  try {
    run('ip', ['link', 'delete', link])
  } catch (error) {
    if (exists(link)) throw error
  }
}

function exists(link: string): boolean {
  return existsSync(`/sys/class/net/${link}`)
}

/** Bridges of clusters whose folders are gone. */
function removeOrphans(): void {
  const links = JSON.parse(run('ip', ['-json', 'link', 'show', 'type', 'bridge']) || '[]') as Link[]
  for (const { ifname, ifalias } of links)
    if (ifname.startsWith(PREFIX) && ifalias !== undefined && !existsSync(join(ifalias, 'cluster.json')))
      releaseBridge({ bridge: ifname, second: Number(ifname.slice(PREFIX.length)) })
}
