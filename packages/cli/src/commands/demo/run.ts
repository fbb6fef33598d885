import type { Cluster } from '@fairlead/sdk'
import { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoFolder } from '../../demo/demo-folder.ts'
import { fleetOf } from '../../demo/fleet-of.ts'
import { examples } from '../../lib/examples.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { startSimulatedAgent, type SimulatedAgent } from '../../replay/simulated-agent.ts'
import type { App } from '../../session/app.ts'

const DEMO_LABEL = 'fairlead.dev/demo'
const READY_WITHIN_MS = 60_000
const START_DELAY_SECONDS = 8

const ABOUT = `
Starts an agent for each cluster of the demo. They pretend: what runs there
goes on, ends when it would, and new work starts. What they know is kept below
~/.local/state/fairlead/demo, so that they can be stopped and started again.
`

/** `fairlead demo run`. */
export function demoRunCommand(app: App): Command {
  return new Command('run')
    .summary('play the clusters of the demo, until Ctrl-C')
    .addHelpText('after', ABOUT)
    .addHelpText('after', examples('fairlead demo run'))
    .action(async () => {
      const { signal } = app.host
      const clusters = (await app.client.clusters.list()).filter(
        ({ labels, state }) => labels[DEMO_LABEL] !== undefined && state === 'accepted',
      )
      if (clusters.length === 0) {
        throw new UsageError('there is no demo to play', { hint: 'make one with: fairlead demo seed' })
      }
      const agents: SimulatedAgent[] = []
      try {
        for (const cluster of clusters) agents.push(await play(app, cluster))
        await untilReady(app, agents)
        if (!signal.aborted) app.note(`${clusters.map(({ name }) => name).join(', ')}: in contact; Ctrl-C ends it`)
        const lost = await firstLost(agents, signal)
        if (lost) {
          throw new UsageError(`the agent of ${lost.cluster} has ended by itself: ${lost.ended()}`, {
            where: lost.logFile,
          })
        }
      } finally {
        await Promise.all(agents.map((agent) => agent.stop()))
      }
    })
}

async function play(app: App, { id, name }: Cluster): Promise<SimulatedAgent> {
  const folder = demoFolder(app.host.env, id)
  const isEnrolled = existsSync(join(folder, name, 'identity.json'))
  const nodes = await app.client.nodes.list({ cluster: name })
  return startSimulatedAgent({
    cluster: name,
    url: app.client.url,
    fleet: fleetOf(nodes),
    folder,
    startDelaySeconds: START_DELAY_SECONDS,
    onLost: () => undefined,
    ...(isEnrolled ? {} : { joinToken: (await app.client.clusters.joinToken(id)).token }),
  })
}

async function untilReady(app: App, agents: readonly SimulatedAgent[]): Promise<void> {
  const { signal } = app.host
  const names = new Set(agents.map(({ cluster }) => cluster))
  const client = app.quietClient({ isEndedByUser: false })
  for (const deadline = performance.now() + READY_WITHIN_MS; !signal.aborted; await pause(200, signal)) {
    const dead = agents.find((agent) => agent.ended() !== undefined)
    if (dead)
      throw new UsageError(`the agent of ${dead.cluster} ended at once: ${dead.ended()}`, { where: dead.logFile })
    const found = (await client.clusters.list()).filter(({ name }) => names.has(name))
    if (found.every(({ connected }) => connected)) return
    if (performance.now() > deadline) {
      throw new UsageError(`the clusters did not come up within ${READY_WITHIN_MS / 1000} s`, {
        where: agents[0]?.logFile ?? '',
        hint: 'the logs of the agents are there',
      })
    }
  }
}

async function firstLost(agents: readonly SimulatedAgent[], signal: AbortSignal): Promise<SimulatedAgent | undefined> {
  while (!signal.aborted) {
    const lost = agents.find((agent) => agent.ended() !== undefined)
    if (lost) return lost
    await pause(500, signal)
  }
  return undefined
}

/** Ctrl-C is how it ends, and no failure. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
