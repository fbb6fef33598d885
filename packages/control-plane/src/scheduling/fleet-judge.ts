import { createEmptyWorld, findHopeless, type SchedulerState, type WorkloadUpsert } from '@fairlead/scheduler'
import type { App } from '../app/app.ts'
import { poolOfNode } from '../node-pools/pool-of-node.ts'
import { readClusters } from './read-world/read-clusters.ts'
import { readNodes } from './read-world/read-nodes.ts'
import { readPools } from './read-world/read-pools.ts'
import { readQueues } from './read-world/read-queues.ts'

/** A fleet larger than this is not looked through while somebody waits for the answer to a submission. */
const NODES_MAX = 2_000
/** What was found holds for this long. */
const FRESH_MS = 5_000
/** Before somebody is told that his work can never start, the fleet is read again if it was read longer ago. */
const SURE_MS = 250

interface Fleet {
  at: number
  /** Undefined: too large to look through. */
  empty: SchedulerState | undefined
  /** Pools that have nodes. An empty pool says nothing about the work: its clusters may be on their way. */
  filled: ReadonlySet<string>
  /** By class key; undefined: it can start. */
  found: Map<string, string | undefined>
}

/** Says at submission what no waiting will ever start, on any replica, without asking whoever leads. */
export class FleetJudge {
  readonly #app: App
  readonly #fleets = new Map<string, Promise<Fleet>>()

  constructor(app: App) {
    this.#app = app
  }

  /** One sentence with numbers, or undefined when it could start one day, and where that is not known. */
  async objectTo(organizationId: string, workload: WorkloadUpsert): Promise<string | undefined> {
    const fleet = await this.#fleet(organizationId, FRESH_MS)
    if (this.#judge(fleet, workload) === undefined) return undefined
    return this.#judge(await this.#fleet(organizationId, SURE_MS), workload)
  }

  #judge({ empty, filled, found }: Fleet, workload: WorkloadUpsert): string | undefined {
    if (empty === undefined || !filled.has(workload.poolId)) return undefined
    if (!found.has(workload.classKey)) {
      found.set(workload.classKey, findHopeless(empty, workload, this.#app.clock.now())?.message)
    }
    return found.get(workload.classKey)
  }

  async #fleet(organizationId: string, ageMsMax: number): Promise<Fleet> {
    const known = await this.#fleets.get(organizationId)?.catch(() => undefined)
    if (known !== undefined && performance.now() - known.at <= ageMsMax) return known
    const reading = this.#read(organizationId)
    this.#fleets.set(organizationId, reading)
    return await reading
  }

  async #read(organizationId: string): Promise<Fleet> {
    const { sql } = this.#app.database.system
    const at = performance.now()
    const nodeIds = await sql<{ id: string }[]>`
      select id from nodes where organization_id = ${organizationId} and gone_at is null limit ${NODES_MAX + 1}`
    const found = new Map<string, string | undefined>()
    if (nodeIds.length === 0 || nodeIds.length > NODES_MAX) return { at, empty: undefined, filled: new Set(), found }
    const clusterIds = await sql<{ id: string }[]>`select id from clusters where organization_id = ${organizationId}`
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
    const pools = await readPools(sql, organizationId)
    const nodes = (await readNodes(sql, ids(nodeIds))).map((node) => {
      const poolId = poolOfNode(pools, node)
      return { ...node.delta, ...(poolId === undefined ? {} : { poolId }) }
    })
    const empty = createEmptyWorld([
      ...(await readClusters(sql, ids(clusterIds))),
      ...pools.map(({ delta }) => delta),
      ...(await readQueues(sql, organizationId)).map(({ delta }) => delta),
      ...nodes,
    ])
    return { at, empty, filled: new Set(nodes.flatMap(({ poolId }) => poolId ?? [])), found }
  }
}
