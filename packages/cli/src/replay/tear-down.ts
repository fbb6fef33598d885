import type { Client } from '@fairlead/sdk'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedClusters } from './set-up.ts'

export interface TearDown {
  client: Client
  replayId: string
  department: string
  projects: Iterable<string>
  made: SimulatedClusters
  /** Jobs may still be under way. */
  isUnfinished: boolean
  keep: boolean
  note: (text: string) => void
}

const AT_ONCE = 8
const END_WITHIN_MS = 15_000

/** Ends what still runs, the agents, the trust in their clusters, and the projects. Goes as far as it gets: what could not be done is told. */
export async function tearDown(options: TearDown): Promise<void> {
  const { client, made, projects, isUnfinished, keep, note } = options
  if (isUnfinished) await attempt(note, 'cancel the jobs that are left', () => cancelAll(options))
  for (const agent of made.agents) await agent.stop()
  if (keep) {
    note(
      `-- kept: clusters ${made.names.join(', ') || '(none)'}; the state and logs of their agents are in ${made.folder}`,
    )
    return
  }
  for (const name of made.names) await attempt(note, `revoke the cluster ${name}`, () => client.clusters.revoke(name))
  for (const name of projects) await attempt(note, `archive the project ${name}`, () => client.projects.archive(name))
  rmSync(made.folder, { recursive: true, force: true })
}

async function cancelAll({ client, department, replayId, note }: TearDown): Promise<void> {
  const active = { department, search: replayId, active: true, pageSize: 1000 }
  const ids: string[] = []
  for await (const job of client.jobs.list(active)) ids.push(job.id)
  if (ids.length === 0) return
  note(`-- cancelling ${ids.length} jobs that have not ended`)
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await client.jobs.cancel(id)
    }),
  )
  for (const deadline = performance.now() + END_WITHIN_MS; performance.now() < deadline; await sleep(300)) {
    const left = await client.jobs.list({ ...active, pageSize: 1 }).next()
    if (left.done) return
  }
}

async function attempt(note: (text: string) => void, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    note(`-- could not ${what}: ${(error as Error).message}`)
  }
}
