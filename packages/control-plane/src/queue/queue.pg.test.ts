import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane, type Call } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import type { Pending, PendingWorkload, QueueDecision } from './schemas.ts'

const plane = useControlPlane()
let cluster: SceneCluster

beforeAll(async () => {
  await addProjects(plane, { vision: 4, speech: 4 })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
})

async function pending(query: string, api: Call = plane.api): Promise<Pending> {
  const { status, body } = await api<Pending>('GET', `/queue/pending?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

async function line(project: string): Promise<string[]> {
  return (await pending(`project=${project}`)).items.map(({ name }) => name)
}

async function move(name: string, where: Record<string, string>, api: Call = plane.api, project = 'vision') {
  return await api<PendingWorkload & { error: { message: string; hint: string } }>('POST', `/workloads/${name}/move`, {
    project,
    ...where,
  })
}

/** Work for 64 GPUs, which no node has. */
const endless = { resources: { gpu: 64 } }

test('a line is in the order of the scheduler, with places, reasons, totals and the oldest', async () => {
  for (const name of ['a', 'b', 'c']) await submit(plane.api, 'vision', name, endless)
  await submit(plane.api, 'vision', 'urgent', { ...endless, priority: 'high', preemptible: true })
  await submit(plane.api, 'speech', 's', endless)
  const all = await eventually('a round has looked at them', async () => {
    const found = await pending('')
    return found.reasons.every(({ reason }) => reason !== 'NOT_LOOKED_AT') ? found : undefined
  })
  expect(all.items.map(({ name, place, of }) => `${name} ${place}/${of}`)).toEqual([
    's 1/1',
    'urgent 1/4',
    'a 2/4',
    'b 3/4',
    'c 4/4',
  ])
  expect(all.total).toBe(5)
  expect(all.queues.map(({ project, count }) => [project.name, count])).toEqual([
    ['speech', 1],
    ['vision', 4],
  ])
  expect(all.reasons).toEqual([{ reason: 'TOO_LARGE', permanent: true, count: 5 }])
  expect(all.oldest.map(({ name }) => name)).toEqual(['a', 's'])
  expect(all.items[0]).toMatchObject({ permanent: true, startEstimate: null, nominated: null })
  expect(all.items[0]?.message).toMatch(/64/)
  expect((await pending('permanent=false')).total).toBe(0)
  expect((await pending('permanent=false')).reasons).toEqual(all.reasons)
  expect((await pending('reason=TOO_LARGE&search=urg')).items.map(({ name, place }) => [name, place])).toEqual([
    ['urgent', 1],
  ])
  expect((await pending('search=b')).items[0]).toMatchObject({ name: 'b', place: 3, of: 4 })
})

test('pages and jumps go over the same order, and totals come alone when asked', async () => {
  const names: string[] = []
  let token: string | null = null
  do {
    const page: Pending = await pending(`pageSize=2${token === null ? '' : `&pageToken=${token}`}`)
    names.push(...page.items.map(({ name }) => name))
    token = page.nextPageToken
  } while (token !== null)
  expect(names).toEqual(['s', 'urgent', 'a', 'b', 'c'])
  expect((await pending('skip=3&pageSize=1')).items.map(({ name }) => name)).toEqual(['b'])
  expect((await pending('skip=9')).items).toEqual([])
  const totals = await pending('pageSize=0')
  expect(totals).toMatchObject({ items: [], total: 5, nextPageToken: null })
})

test('who may see one project sees its line alone, and may not change it', async () => {
  const { body } = await plane.api<{ items: { id: string; name: string }[] }>('GET', '/projects')
  const vision = body.items.find(({ name }) => name === 'vision')
  const reader = await plane.as('researcher', { kind: 'project', id: vision?.id ?? '' })
  const seen = await pending('', reader)
  expect(seen.total).toBe(4)
  expect(seen.queues.map(({ project }) => project.name)).toEqual(['vision'])
  expect((await move('c', { to: 'first' }, reader)).status).toBe(403)
  expect((await reader('GET', '/queue/pending?project=speech')).status).toBe(404)
})

test('a move changes the place among equals, and leaves the time of submission alone', async () => {
  const before = (await pending('search=c')).items[0]
  const { status, body } = await move('c', { to: 'first' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ name: 'c', place: 2, of: 4, submittedAt: before?.submittedAt })
  expect(await line('vision')).toEqual(['urgent', 'c', 'a', 'b'])
  await move('c', { to: 'last' })
  expect(await line('vision')).toEqual(['urgent', 'a', 'b', 'c'])
  await move('c', { before: 'b' })
  expect(await line('vision')).toEqual(['urgent', 'a', 'c', 'b'])
  await move('a', { after: 'b' })
  expect(await line('vision')).toEqual(['urgent', 'c', 'b', 'a'])
  const why = await plane.api<{ position: unknown }>('GET', '/workloads/a/why')
  expect(why.body.position).toEqual({ ahead: 3, of: 4 })
})

test('a move that changes nothing leaves no trace, and one that does leaves exactly one', async () => {
  const count = async () =>
    (await plane.api<{ items: { action: string }[] }>('GET', '/audit?pageSize=500')).body.items.filter(
      ({ action }) => action === 'queue.move',
    ).length
  const before = await count()
  await move('a', { to: 'last' })
  await move('c', { before: 'b' })
  expect(await count()).toBe(before)
  await move('a', { before: 'b' })
  expect(await count()).toBe(before + 1)
})

test('a batch with one time of submission can be taken apart', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `batch-${index}`)
  const { status } = await plane.api('POST', '/workload-batches', {
    workloads: names.map((name) => ({ project: 'speech', name, spec: { command: ['true'], ...endless } })),
  })
  expect(status).toBe(201)
  await move('batch-7', { before: 'batch-2' }, plane.api, 'speech')
  await move('batch-0', { after: 'batch-2' }, plane.api, 'speech')
  expect(await line('speech')).toEqual([
    's',
    'batch-1',
    'batch-7',
    'batch-2',
    'batch-0',
    'batch-3',
    'batch-4',
    'batch-5',
    'batch-6',
    'batch-8',
  ])
})

test('moves at the same time end in one order, and none is lost', async () => {
  const targets = ['batch-3', 'batch-4', 'batch-5', 'batch-6', 'batch-8']
  const answers = await Promise.all(targets.map((name) => move(name, { before: 'batch-2' }, plane.api, 'speech')))
  expect(answers.map(({ status }) => status)).toEqual(targets.map(() => 200))
  const found = await line('speech')
  expect(found).toHaveLength(10)
  expect(found.slice(3, 8).toSorted()).toEqual(targets)
  expect(found[8]).toBe('batch-2')
})

test('what cannot be is refused with the reason', async () => {
  const refused = async (name: string, where: Record<string, string>) => {
    const { status, body } = await move(name, where)
    return `${status} ${body.error.message}`
  }
  expect(await refused('a', {})).toMatch(/^400 say where to/)
  expect(await refused('a', { before: 'b', to: 'first' })).toMatch(/^400 say where to/)
  expect(await refused('a', { before: 'a' })).toMatch(/^409 .*they are the same/)
  expect(await refused('a', { before: 's' })).toMatch(/^409 .*another project/)
  expect(await refused('a', { after: 'urgent' })).toMatch(/^409 .*its priority is 125, not 40/)
  expect(await refused('a', { after: 'nobody' })).toMatch(/^404/)
  await plane.api('POST', '/workloads/b/cancel')
  expect(await refused('a', { before: 'b' })).toMatch(/^409 .*does not wait: it is CANCELLED/)
  expect(await refused('b', { to: 'first' })).toMatch(/^409 "b" does not wait/)
})

test('the scheduler serves whoever was moved to the front first', async () => {
  const { agent } = cluster
  const holder = await submit(plane.api, 'vision', 'holder', { resources: { gpu: 8 } })
  agent.reportRun(await itemOf(agent, holder.id), 'RUNNING', { startedAgoMs: 5 })
  await inPhase(plane.api, holder.id, 'RUNNING')
  const work = []
  for (const name of ['w-1', 'w-2', 'w-3'])
    work.push(await submit(plane.api, 'vision', name, { resources: { gpu: 8 } }))
  await move('w-3', { before: 'w-1' })
  await plane.api('POST', `/workloads/${holder.id}/cancel`)
  agent.reportRun(await itemOf(agent, holder.id, 'stopped'), 'CANCELLED', { reason: 'USER_CANCEL' })
  await inPhase(plane.api, work[2]?.id ?? '', 'ASSIGNED')
  expect(await line('vision')).toEqual(['urgent', 'c', 'a', 'w-1', 'w-2'])
  for (const { id } of work) await plane.api('POST', `/workloads/${id}/cancel`)
  const item = await itemOf(agent, work[2]?.id ?? '', 'stopped')
  agent.reportRun(item, 'CANCELLED', { reason: 'USER_CANCEL' })
  await inPhase(plane.api, work[2]?.id ?? '', 'CANCELLED')
})

test('decisions say who got room, who made room for whom, and hide what one may not see', async () => {
  const { agent } = cluster
  const borrowed = await submit(plane.api, 'speech', 'borrowed', { resources: { gpu: 8 } })
  agent.reportRun(await itemOf(agent, borrowed.id), 'RUNNING', { startedAgoMs: 5 })
  await inPhase(plane.api, borrowed.id, 'RUNNING')
  const owed = await submit(plane.api, 'vision', 'owed', { resources: { gpu: 4 } })
  await itemOf(agent, borrowed.id, 'stopped')
  const decisions = async (api: Call) => (await api<{ items: QueueDecision[] }>('GET', '/queue/decisions')).body.items
  const [first, second, third] = await eventually('three decisions', async () => {
    const found = await decisions(plane.api)
    return found[0]?.kind === 'nominated' ? found : undefined
  })
  expect(first).toMatchObject({ kind: 'nominated', workload: { id: owed.id }, nodes: ['gpu-1'] })
  expect(second).toMatchObject({
    kind: 'preempted',
    cause: 'RECLAIM',
    workload: { name: 'borrowed' },
    project: 'speech',
    beneficiary: { workload: { name: 'owed' }, project: 'vision' },
  })
  expect(third).toMatchObject({ kind: 'assigned', workload: { name: 'borrowed' }, borrowed: true, nodes: ['gpu-1'] })
  expect(first?.round).toBe(second?.round)
  expect((await pending('search=owed')).items[0]?.nominated).toMatchObject({ nodes: ['gpu-1'] })

  const rows = await plane.plane().app.database.system.db.execute<{ id: string }>(sql`
    select id from projects where name = 'vision'`)
  const reader = await plane.as('viewer', { kind: 'project', id: rows[0]?.id ?? '' })
  expect((await decisions(reader))[1]).toMatchObject({
    kind: 'preempted',
    workload: null,
    project: 'another project',
    cluster: null,
    nodes: [],
    beneficiary: { workload: { name: 'owed' }, project: 'vision' },
  })
})
