import { NotFoundError, type Client, type Quota } from '@fairlead/sdk'
import { durationText, isSameDuration, requireDuration } from '../schema/duration.ts'
import type { Unit } from '../schema/quantity.ts'
import type { Outcome, Resource } from '../schema/resource.ts'
import { settle } from '../schema/settle.ts'
import { Problem } from '../wire/problem.ts'
import { UNKNOWN, type Fields } from '../wire/value.ts'
import { checkQuotaLine, quotaLine, quotaLineRequest, settleQuotaLine } from './quota-line.ts'

const NAMED = ['cpu', 'memory', 'gpu'] as const satisfies Unit[]
const QUEUES = ['project', 'department'] as const

export const quota: Resource = {
  about:
    'What a project or a department is owed and may hold of a node pool: all of it, so that what is absent here is without bound. Destroyed, it is as if none had been set. Import it as project/NAME or department/NAME, with /POOL behind it for another pool than the default one.',
  attributes: {
    project: { holds: 'string', about: 'Name or id of the project that it is of.', from: 'free', isFixed: true },
    department: { holds: 'string', about: 'Name or id of the department that it is of.', from: 'free', isFixed: true },
    node_pool: {
      holds: 'string',
      about: 'Name or id of the pool. Absent: the default one.',
      from: 'free',
      isFixed: true,
    },
    rank: { holds: 'number', about: 'Higher goes first, from -1000 to 1000. Absent: 0.', from: 'free' },
    min_runtime: {
      holds: 'string',
      about: 'How long its runs are safe from preemption. Absent: as the queue above.',
      from: 'free',
    },
    cpu: { holds: { group: quotaLine }, about: 'Cores: 64, 0.5, "500m".', from: 'free' },
    memory: { holds: { group: quotaLine }, about: 'Memory: "512Gi".', from: 'free' },
    gpu: { holds: { group: quotaLine }, about: 'Devices: 8, 0.5.', from: 'free' },
    extended: {
      holds: { groups: quotaLine, by: 'name' },
      about: 'Other resources by their Kubernetes name, in pieces.',
      from: 'free',
    },
    id: { holds: 'string', about: 'Queue and pool.', from: 'told' },
  },
  validate: (config) => {
    requireDuration('min_runtime', config['min_runtime'])
    const given = QUEUES.filter((name) => (config[name] ?? null) !== null)
    const isOpen = QUEUES.some((name) => config[name] === UNKNOWN)
    if (given.length !== 1 && !isOpen)
      throw new Problem([], 'a quota belongs to one project or one department', 'Give either project or department.')
    for (const name of NAMED) checkQuotaLine(name, [name], config[name])
    for (const [name, line] of Object.entries(groupsOf(config['extended'])))
      checkQuotaLine('pieces', ['extended', name], line)
  },
  read: async (client, before, signal) => {
    const { queue, wanted } = placeOf(before)
    const pools = await client.nodePools.list({ signal })
    const pool = pools.find(({ id, name, isDefault }) =>
      wanted === undefined ? isDefault : [id, name].includes(wanted),
    )
    if (!pool) return undefined
    const [found] = await client.quotas.get({ ...queue, nodePool: pool.id }, { signal })
    if (!found) return undefined
    const { resources, userLimits } = found
    const said = groupsOf(before['extended'])
    const others = Object.keys({ ...said, ...resources, ...userLimits }).filter((name) => name.includes('/'))
    const extended: Fields = {}
    for (const name of others) {
      const line = settleQuotaLine('pieces', said[name], resources[name], userLimits[name])
      if (line !== null) extended[name] = line
    }
    return {
      ...Object.fromEntries(
        QUEUES.map((kind) => [kind, kind === found.queue.kind ? (before[kind] ?? found.queue.name) : null]),
      ),
      node_pool: before['node_pool'] ?? (pool.isDefault ? null : pool.name),
      rank: settle(before['rank'], found.rank, 0),
      min_runtime: settle(before['min_runtime'], durationOrNone(found.minRuntimeSeconds), null, isSameDuration),
      ...Object.fromEntries(
        NAMED.map((name) => [name, settleQuotaLine(name, before[name], resources[name], userLimits[name])]),
      ),
      extended: settle(before['extended'], extended, {}),
      id: idOf(found),
    }
  },
  create: (client, planned, signal) => set(client, planned, {}, signal),
  update: (client, planned, before, signal) => set(client, planned, before, signal),
  remove: async (client, before, signal) => {
    const { project, department, node_pool: nodePool } = before
    await set(client, { project, department, node_pool: nodePool } as Fields, before, signal)
    return []
  },
}

/** Sets all of a quota. What `before` names of other resources and `planned` does not becomes as if nobody had set it. */
async function set(client: Client, planned: Fields, before: Fields, signal: AbortSignal): Promise<Outcome> {
  const said = groupsOf(planned['extended'])
  const others = Object.keys({ ...groupsOf(before['extended']), ...said })
  const request = {
    ...Object.fromEntries(
      [...QUEUES, 'node_pool'].flatMap((name) =>
        typeof planned[name] === 'string' ? [[name === 'node_pool' ? 'nodePool' : name, planned[name]]] : [],
      ),
    ),
    rank: (planned['rank'] ?? 0) as number,
    minRuntime: (planned['min_runtime'] ?? null) as string | null,
    ...Object.fromEntries(NAMED.map((name) => [name, quotaLineRequest(name, planned[name])])),
    extended: Object.fromEntries(others.map((name) => [name, quotaLineRequest('pieces', said[name])])),
  }
  const changed = await client.quotas.set(request as Parameters<Client['quotas']['set']>[0], { signal })
  return { told: { id: idOf(changed) }, warnings: changed.warnings }
}

function idOf({ queue, nodePool }: Pick<Quota, 'queue' | 'nodePool'>): string {
  return `${queue.kind}/${queue.id}/${nodePool.id}`
}

/** Whose quota a state is about. */
function placeOf({ id }: Fields) {
  const [kind = '', queue = '', pool, more] = (id as string).split('/')
  if (!(QUEUES as readonly string[]).includes(kind) || queue === '' || more !== undefined)
    throw new NotFoundError(`"${id as string}" names no quota`, {
      code: 'NOT_FOUND',
      hint: 'Give project/NAME or department/NAME, with /POOL behind it where the pool is not the default one.',
    })
  return { queue: { [kind]: queue }, wanted: pool }
}

function groupsOf(value: Fields[string] | undefined): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
}

function durationOrNone(seconds: number | null): string | null {
  return seconds === null ? null : durationText(seconds)
}
