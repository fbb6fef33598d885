import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { warn, type Check } from '../preflight/check.ts'
import { checkLink, IDLE_MS } from '../preflight/probe/check-link.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { AGENT_DATA } from './agent-unit.ts'
import { linuxCluster } from './linux-plan.ts'
import type { Place } from './place.ts'
import { probeFromHost } from './probe-from-host.ts'

export interface LinkHere {
  checks: Check[]
  /** The clock of the control plane, and when it was read. */
  date: Date | undefined
  seenAt: number
}

/** A1 to A4 of a host that becomes a cluster: what its agent will see of the control plane. `isQuick` leaves out the silence. */
export async function checkLinkHere(
  bundle: OpenBundle,
  site: LinuxSite,
  host: Pick<Host, 'env' | 'signal' | 'now'>,
  place: Place,
  isQuick: boolean,
): Promise<LinkHere> {
  const cluster = linuxCluster(site)
  const isEnrolled = existsSync(place.on(join(AGENT_DATA, 'identity.json')))
  const token = isEnrolled ? undefined : tokenIn(cluster.joinTokenFile)
  try {
    const idleMs = isQuick ? 0 : IDLE_MS
    const { link, at } = await probeFromHost({ bundle, site, cluster, place, host, token, idleMs })
    const asked = {
      url: cluster.controlPlane,
      from: 'host',
      isQuick,
      isEnrolled,
      version: bundle.release.version,
    } as const
    const date = 'date' in link.reach && link.reach.date !== undefined ? new Date(link.reach.date) : undefined
    return { checks: checkLink(link, asked), date, seenAt: at }
  } catch (error) {
    host.signal.throwIfAborted()
    const { message, stderr = '' } = error as Error & { stderr?: string }
    const lines = (stderr.trim() || message).split('\n')
    const line = lines.find((each) => /error/i.test(each)) ?? lines.at(-1)
    const fix = `the agent's program does not start here: ${line}`
    return { checks: [warn('A1', 'control plane in reach', 'not tried', fix)], date: undefined, seenAt: host.now() }
  }
}

function tokenIn(file: string | undefined): string | undefined {
  if (file === undefined || !existsSync(file)) return undefined
  const token = readFileSync(file, 'utf8').trim()
  return token === '' ? undefined : token
}
