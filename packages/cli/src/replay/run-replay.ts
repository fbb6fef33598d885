import { randomBytes } from 'node:crypto'
import type { App } from '../session/app.ts'
import { collect } from './collect.ts'
import { composeResult } from './compose-result.ts'
import type { Fleet } from './fleet.ts'
import { Outages } from './outages.ts'
import { play } from './play.ts'
import { prepareReplay } from './prepare-replay.ts'
import type { ReplayOptions } from './replay-options.ts'
import type { ReplayResult } from './replay-result.ts'
import { DEPARTMENT, newFolder, setUpPool, setUpQueues, startClusters, type SimulatedClusters } from './set-up.ts'
import { tearDown } from './tear-down.ts'
import type { Trace } from './trace.ts'

export interface ReplayInput {
  file: string
  trace: Trace
  /** Machines that were read from a file, or are there already; absent: made to measure. */
  known: Fleet | undefined
  options: ReplayOptions
}

/** Replays a trace against the control plane, from making clusters to tidying up. */
export async function runReplay(app: App, { file, trace, known, options }: ReplayInput): Promise<ReplayResult> {
  const { signal } = app.host
  const client = app.quietClient({ isEndedByUser: true })
  const note = (text: string) => app.note(text)
  const prepared = prepareReplay(trace, options, known)
  const { jobs, fleet, gpus, demand, plan, shares, secondsMax } = prepared
  const id = randomBytes(3).toString('hex')
  const made: SimulatedClusters = { names: [], agents: [], folder: newFolder(id) }
  const places = `${fleet.length} clusters, ${fleet.flat().length} nodes, ${gpus} GPUs`
  const times = `${Math.round(plan.speed).toLocaleString('en')} times faster, arrivals over ${plan.arrivalSeconds.toFixed(0)} s`
  if (!known && options.nodesPerCluster === undefined && demand < options.load / 2) {
    note(
      '-- the largest gang wants a cluster that is larger than the load does; --nodes-per-cluster leaves such jobs out',
    )
  }
  note(`replay ${id}: ${jobs.length} jobs of ${shares.length} queues on ${places}; ${times}`)

  const task = app.progress.start('setting up')
  let projects = new Map<string, string>()
  let isComplete = false
  try {
    const pool = options.pool ?? (options.useClusters ? 'default' : await setUpPool(client))
    projects = await setUpQueues(client, { prefix: options.projectPrefix ?? `replay-${id}`, pool, shares, gpus })
    if (!options.useClusters) await startClusters(client, { replayId: id, fleet, made, signal, note })
    const outages = new Outages(note)
    const played = await play({
      client,
      jobs,
      request: { replayId: id, pool, projects, fleet, clusters: options.useClusters },
      department: DEPARTMENT,
      secondsMax: options.timeout === undefined ? secondsMax : options.timeout / 1000,
      signal,
      outages,
      tell: (text) => task.update(text),
    })
    const onProgress = (done: number, of: number) => task.update(`reading the record of ${done}/${of} jobs`)
    const collected = await collect(client, { department: DEPARTMENT, replayId: id, signal, outages, onProgress })
    isComplete = played.isComplete
    return composeResult({ id, file, trace, prepared, played, collected, outages })
  } finally {
    task.update('tidying up')
    await tearDown({
      client: app.quietClient({ isEndedByUser: false }),
      replayId: id,
      department: DEPARTMENT,
      projects: options.projectPrefix === undefined ? projects.values() : [],
      made,
      isUnfinished: !isComplete,
      keep: options.keep === true,
      note,
    })
    task.stop()
  }
}
