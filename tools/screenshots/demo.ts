import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@fairlead/sdk'
import { startControlPlane, type ControlPlaneProcess } from '../processes/control-plane.ts'
import { freePort } from '../processes/free-port.ts'
import { startDemoAgents } from '../start/agents.ts'
import { seedDemo } from '../start/seed.ts'
import { stopAll } from '../start/stop-all.ts'
import { runTour } from '../start/tour.ts'
import { submitHistory } from './history.ts'

export interface Demo {
  url: string
  client: Client
  account: { email: string; name: string; password: string }
  stop(): Promise<void>
}

const ACCOUNT = { email: 'kim@example.com', name: 'Kim Larsen', password: 'harbour lights at dusk' }

/** The demo as `npm start` shows it, in a folder of its own, with some finished work besides. */
export async function openDemo(): Promise<Demo> {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-screenshots-'))
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(home, 0o755)
  // Graphs need points, and a demo is young.
  const env = { FAIRLEAD_METRICS_INTERVAL_MS: '1000' }
  const plane = await startControlPlane({ dataDir: join(home, 'data'), port: await freePort(), env })
  const children = [plane.child]
  const stop = async () => {
    await stopAll(children)
    rmSync(home, { recursive: true, force: true })
  }
  try {
    await setUpAccount(plane)
    const startedAt = Date.now()
    const client = new Client({ url: plane.url, token: plane.adminToken('screenshots') })
    await seedDemo(client)
    children.push(...(await startDemoAgents(client, home, plane.url)))
    await submitHistory(client)
    const { signal } = new AbortController()
    await runTour(client, { seconds: () => (Date.now() - startedAt) / 1000, isOnce: false, signal })
    return { url: plane.url, client, account: ACCOUNT, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function setUpAccount(plane: ControlPlaneProcess): Promise<void> {
  const link = plane.setupLink()
  if (link === undefined) throw new Error('a new control plane prints a link for its first admin')
  const response = await fetch(`${plane.url}/api/v1/setup-links/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: new URL(link).hash.slice(1), ...ACCOUNT }),
  })
  if (!response.ok) throw new Error(`the first admin could not be set up: ${await response.text()}`)
}
