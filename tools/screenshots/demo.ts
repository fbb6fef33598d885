import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@fairlead/sdk'
import { fleetOf } from '../../packages/cli/src/demo/fleet-of.ts'
import { isEnrolled, startAgent } from '../processes/agent.ts'
import { until } from '../processes/child.ts'
import { startControlPlane, type ControlPlaneProcess } from '../processes/control-plane.ts'
import { freePort } from '../processes/free-port.ts'
import { stopAll } from '../start/stop-all.ts'

/** How much there is to see: nothing yet, 1,200 workloads, or 10,000. */
export const FILLS = ['empty', 'typical', 'full'] as const
export type Fill = (typeof FILLS)[number]

export interface Demo {
  url: string
  client: Client
  account: { email: string; name: string; password: string }
  stop(): Promise<void>
}

const ACCOUNT = { email: 'kim@example.com', name: 'Kim Larsen', password: 'harbour lights at dusk' }
const SIZES = { typical: 'small', full: 'large' } as const

/** A control plane with a demo whose clusters are played. What was made once is kept in `home` and used again. */
export async function openDemo(fill: Fill, home: string, say: (line: string) => void): Promise<Demo> {
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const env = { FAIRLEAD_METRICS_INTERVAL_MS: '5000' }
  const plane = await startControlPlane({ dataDir: join(home, 'data'), port: await freePort(), env })
  const children = [plane.child]
  const stop = async () => await stopAll(children)
  try {
    await setUpAccount(plane)
    const token = plane.adminToken('screenshots')
    const client = new Client({ url: plane.url, token })
    if (fill !== 'empty') {
      const isSeeded = join(home, 'seeded')
      if (!existsSync(isSeeded)) {
        say(`a month of work goes by (${fill}): once, it is kept in ${home}`)
        await client.demo.seed({ size: SIZES[fill] })
        writeFileSync(isSeeded, '')
      }
      children.push(...(await playClusters(client, home, plane.url)))
    }
    return { url: plane.url, client, account: ACCOUNT, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function playClusters(client: Client, home: string, url: string) {
  const children = []
  for (const { name } of await client.clusters.list()) {
    const stateDir = join(home, 'agents', name)
    const joinToken = isEnrolled(stateDir) ? {} : { joinToken: (await client.clusters.joinToken(name)).token }
    const env = {
      FAIRLEAD_AGENT_SIMULATED_FLEET: fleetOf(await client.nodes.list({ cluster: name })),
      FAIRLEAD_AGENT_SIMULATED_START_DELAY_SECONDS: '8',
    }
    children.push(startAgent({ url, stateDir, driver: 'simulated', env, name: `agent of ${name}`, ...joinToken }))
  }
  await until(
    'all clusters are in contact and have what they should',
    async () => {
      const clusters = await client.clusters.list()
      return (
        clusters.every(({ connected, appliedRev, desiredRev }) => connected && appliedRev === desiredRev) || undefined
      )
    },
    120_000,
  )
  return children
}

async function setUpAccount(plane: ControlPlaneProcess): Promise<void> {
  const link = plane.setupLink()
  if (link === undefined) return
  const response = await fetch(`${plane.url}/api/v1/setup-links/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: new URL(link).hash.slice(1), ...ACCOUNT }),
  })
  if (!response.ok) throw new Error(`the first admin could not be set up: ${await response.text()}`)
}
