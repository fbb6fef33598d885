import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@fairlead/sdk'
import { request } from '@playwright/test'
import { startControlPlane } from '../../tools/processes/control-plane.ts'
import { freePort } from '../../tools/processes/free-port.ts'

/** A control plane with a demo in it, and what a browser keeps of somebody who has signed in there. */
export interface Site {
  url: string
  /** Of an admin. */
  token: string
  session: Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>['storageState']>>
  stop: () => Promise<void>
}

const PERSON = { email: 'bench@example.com', name: 'Bench', password: 'measured twice and cut once' }

/** `known`: a control plane that is there already, with an admin's token; somebody is invited to it. */
export async function openSite(options: {
  size: 'small' | 'large'
  say: (line: string) => void
  known?: { url: string; token: string }
}): Promise<Site> {
  const { size, say, known } = options
  if (known) {
    const client = new Client(known)
    const email = `bench-${Date.now()}@example.com`
    const { link } = await client.users.invite({ email, name: PERSON.name, role: 'admin' })
    return {
      url: known.url,
      token: known.token,
      session: await signUp(known.url, link, { ...PERSON, email }),
      stop: () => Promise.resolve(),
    }
  }
  const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-console-'))
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(home, 0o755)
  const plane = await startControlPlane({ dataDir: join(home, 'data'), port: await freePort() })
  const stop = async () => {
    await plane.child.stop(30_000)
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const session = await signUp(plane.url, plane.setupLink() ?? '', PERSON)
    const token = plane.adminToken('bench')
    const client = new Client({ url: plane.url, token })
    const demo = await client.demo.seed({ size })
    say(`a ${size} demo in ${(demo.tookMs / 1000).toFixed(1)} s`)
    return { url: plane.url, token, session, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function signUp(url: string, link: string, person: typeof PERSON): Promise<Site['session']> {
  const context = await request.newContext({ baseURL: url })
  try {
    const answer = await context.post('/api/v1/setup-links/redeem', {
      data: { link: new URL(link).hash.slice(1), ...person },
    })
    if (!answer.ok()) throw new Error(`the account could not be set up: ${await answer.text()}`)
    // It signs in, too.
    return await context.storageState()
  } finally {
    await context.dispose()
  }
}
