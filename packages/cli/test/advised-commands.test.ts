import type { Change, Delta, Suggestion, WorkloadChange } from '@fairlead/scheduler'
import { expect, test } from 'vitest'
import { SetQuota } from '../../control-plane/src/quotas/schemas.ts'
import { commandFor, type KnownNames } from '../../control-plane/src/workloads/internal/command-for.ts'
import { ChangeWorkload } from '../../control-plane/src/workloads/schemas.ts'
import { BLOCKED, type Blocker } from '../../scheduler/test/blockers/blocker.ts'
import { BLOCKERS } from '../../scheduler/test/blockers/blockers.ts'
import { lookAt } from '../../scheduler/test/blockers/look-at.ts'
import { fairlead, fakeApi } from './fake-host.ts'

/** What comes by itself, and what is done with hands. */
const WITHOUT_COMMAND = new Set(['WAIT', 'RECONNECT_CLUSTER', 'ADD_NODES'])
/** A queue with queues below it, which the control plane does not let anybody submit to. */
const IMPOSSIBLE = 'USE_QUEUE'

const advice = BLOCKERS.flatMap((blocker) =>
  lookAt(blocker).suggestions.map((suggestion): [string, Blocker, Suggestion] => [
    `${blocker.name}: ${suggestion.text}`,
    blocker,
    suggestion,
  ]),
)

test('every kind of suggestion comes up', () => {
  expect(new Set(advice.map(([, , { code }]) => code)).size).toBeGreaterThan(20)
})

test.each(advice)('%s', async (_, { deltas }, { code, changes }) => {
  const command = commandFor(changes, namesOf(deltas))
  const kinds = new Set(changes.map(({ kind }) => kind))
  const isDone = changes.some((change) => change.kind === 'wait' || change.kind === 'add-nodes' || isReconnect(change))
  if (WITHOUT_COMMAND.has(code) || isDone || code === IMPOSSIBLE) return expect(command).toBeNull()
  const asked = await requestsOf(command ?? '')
  if (kinds.has('workload')) expect(asked.workload).toEqual(wanted(changes))
  const quotas = changes.filter((change) => change.kind === 'quota')
  for (const { queueId, poolId, resource, field, to } of quotas) {
    const set = asked.quotas.filter(
      (quota) => (quota.project ?? quota.department) === queueId && quota.nodePool === poolId,
    )
    expect(set).toHaveLength(1)
    const name = field === 'userLimits' ? 'userLimit' : field
    const { gpu, cpu, memory, extended = {} } = set[0]!
    expect({ gpu, cpu, memory, ...extended }[resource]?.[name]).toBe(to)
  }
})

function isReconnect(change: Change): boolean {
  return change.kind === 'cluster' && change.set === 'connected'
}

/** What the API is asked by a command line, as it reads it. */
async function requestsOf(command: string) {
  const api = fakeApi({
    [`PATCH /workloads/${BLOCKED}`]: { name: BLOCKED, status: { phase: 'QUEUED' }, warnings: [] },
    [`POST /workloads/${BLOCKED}/move`]: { name: BLOCKED, project: {}, nodePool: {} },
    'PUT /quotas': { queue: {}, nodePool: {}, resources: {}, userLimits: {}, warnings: [] },
  })
  for (const line of command.split(' && ')) {
    const [program, ...argv] = wordsOf(line)
    if (program === 'kubectl') continue
    expect(program).toBe('fairlead')
    const { code, err } = await fairlead([...argv, '-o', 'json'], { fetch: api.fetch })
    expect([line, code, err]).toEqual([line, 0, ''])
  }
  const set: Record<string, unknown> = {}
  for (const { method, path, body } of api.calls) {
    if (path.endsWith('/move')) set['submittedAt'] = (body as { to: string }).to
    if (method === 'PATCH' && path.startsWith('/workloads/')) Object.assign(set, setOf(body as object))
  }
  return {
    workload: set,
    quotas: api.calls.filter(({ method }) => method === 'PUT').map(({ body }) => SetQuota.parse(body)),
  }
}

/** A change of the API in the words of the engine, whole maps and amounts that are named. */
function setOf(body: object): Record<string, unknown> {
  const { spec } = ChangeWorkload.parse({ workload: BLOCKED, ...body })
  const { resources, placement, timeout, ...rest } = spec
  const { extended, ...basic } = resources
  const { nodePool, clusters, topology, ...rules } = placement
  return defined({
    ...rest,
    ...rules,
    poolId: nodePool,
    clusterIds: clusters,
    topology,
    requests: Object.keys(resources).length === 0 ? undefined : defined({ ...basic, ...extended }),
    timeLimitMs: timeout == null ? undefined : timeout * 1_000,
  })
}

/** The same of what the engine proposes. */
function wanted(changes: readonly Change[]): Record<string, unknown> {
  const set: WorkloadChange = Object.assign(
    {},
    ...changes.map((change) => (change.kind === 'workload' ? change.set : {})),
  )
  const { tolerations, requests, submittedAt } = set
  return defined({
    ...set,
    // Exists needs no value to the engine, and has an empty one to the API.
    tolerations: tolerations?.map((one) => defined({ ...one })),
    requests,
    submittedAt: submittedAt === undefined ? undefined : 'first',
  })
}

function defined(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Ids are names here. What the work asks for is not known to the command, so that all of it is named. */
function namesOf(deltas: readonly Delta[]): KnownNames {
  const ids = (kind: Delta['kind'], isIt: (delta: Delta) => boolean = () => true) =>
    new Map(
      deltas.flatMap((delta) => (delta.kind === kind && 'id' in delta && isIt(delta) ? [[delta.id, delta.id]] : [])),
    )
  const parents = new Set(deltas.flatMap((delta) => (delta.kind === 'queue' ? (delta.parentId ?? []) : [])))
  const isParent = (delta: Delta) => 'id' in delta && parents.has(delta.id)
  return {
    projects: ids('queue', (delta) => !isParent(delta)),
    departments: ids('queue', isParent),
    pools: ids('pool'),
    clusters: ids('cluster'),
    nodes: ids('node'),
    workload: { name: BLOCKED, project: 'a', requests: {}, projectRules: [] },
  }
}

/** As a shell splits a line. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')
}
