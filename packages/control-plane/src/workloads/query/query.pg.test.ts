import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../../test/harness.ts'
import { PHASES, type Workload } from '../schemas.ts'
import { matchQuery } from './match-query.ts'
import { parseQuery } from './parse-query.ts'

const plane = useControlPlane()

beforeAll(async () => {
  const { api } = plane
  for (const [department, project] of [
    ['research', 'vision'],
    ['product', 'speech'],
  ]) {
    await api('POST', '/departments', { name: department })
    await api('POST', '/projects', { name: project, department })
  }
  const submit = async (
    project: string,
    name: string,
    spec: Record<string, unknown>,
    more: Record<string, unknown> = {},
  ) => {
    const { status } = await api('POST', '/workloads', { project, name, spec: { command: ['true'], ...spec }, ...more })
    expect(status).toBe(201)
  }
  await submit(
    'vision',
    'train-a',
    { resources: { gpu: 2, memory: '32Gi' }, replicas: 4, priority: 'high' },
    { labels: { team: 'nlp' } },
  )
  await submit('vision', 'train-b', { resources: { gpu: 1 } }, { labels: { team: 'cv', 'a%b': 'x' } })
  await submit('speech', 'serve-100', { resources: { cpu: 8 } })
  await submit('speech', 'notebook', {}, { kind: 'workspace' })
  const { body } = await api<{ id: string }>('GET', '/workloads/notebook')
  await api('POST', `/workloads/${body.id}/cancel`, {})
})

const ASKED: Record<string, string[]> = {
  '': ['notebook', 'serve-100', 'train-a', 'train-b'],
  train: ['train-a', 'train-b'],
  'TRAIN-A': ['train-a'],
  '"100"': ['serve-100'],
  'name:train-*': ['train-a', 'train-b'],
  'name:*100': ['serve-100'],
  'name:%': [],
  'state:queued': ['serve-100', 'train-a', 'train-b'],
  'state:ended': ['notebook'],
  '-state:active,cancelled': [],
  'project:vision gpu:>4': ['train-a'],
  'gpu:8': ['train-a'],
  'gpu:0': ['notebook', 'serve-100'],
  'memory:>=100Gi': ['train-a'],
  'cpu:>=8': ['serve-100'],
  'department:research': ['train-a', 'train-b'],
  '-department:research': ['notebook', 'serve-100'],
  'label:team=nlp': ['train-a'],
  'label:team=*': ['train-a', 'train-b'],
  '-label:team=nlp': ['notebook', 'serve-100', 'train-b'],
  'label:a%b=x': ['train-b'],
  'priority:>=high': ['notebook', 'train-a'],
  'replicas:>1': ['train-a'],
  'kind:workspace,endpoint': ['notebook'],
  'age:<1h': ['notebook', 'serve-100', 'train-a', 'train-b'],
  'age:>1d': [],
  'finished:<24h': ['notebook'],
  'finished:>24h': [],
  '-finished:<24h': ['serve-100', 'train-a', 'train-b'],
  'cluster:atlas': [],
  '-cluster:atlas': ['notebook', 'serve-100', 'train-a', 'train-b'],
  'pool:default preemptible:no': ['notebook', 'train-a'],
  'failures:0 preemptions:0 user:*': ['notebook', 'serve-100', 'train-a', 'train-b'],
}

test('the control plane and the console find the same for every query', async () => {
  const all = await plane.api<{ items: Workload[] }>('GET', '/workloads')
  const departments: Record<string, string> = { vision: 'research', speech: 'product' }
  const names = new Map(all.body.items.map(({ project }) => [project.id, departments[project.name]]))
  for (const [query, wanted] of Object.entries(ASKED)) {
    const { status, body } = await plane.api<{ items: Workload[] }>(
      'GET',
      `/workloads?query=${encodeURIComponent(query)}`,
    )
    expect(status, query).toBe(200)
    const found = body.items.map(({ name }) => name).toSorted()
    expect(found, query).toEqual(wanted)
    const terms = parseQuery(query).terms ?? []
    const here = all.body.items.filter((row) => matchQuery(terms, row, Date.now(), (id) => names.get(id)))
    expect(here.map(({ name }) => name).toSorted(), `${query}, in the browser`).toEqual(found)
  }
})

test('a query that cannot be read is refused with its place', async () => {
  const { status, body } = await plane.api<{ error: { message: string; issues: { path: string; message: string }[] } }>(
    'GET',
    '/workloads?query=state:running%20gpus:4',
  )
  expect(status).toBe(400)
  expect(body.error.message).toBe(
    'the query cannot be read at character 15: there is no key “gpus”; did you mean gpu:?',
  )
  expect(body.error.issues).toEqual([{ path: 'query', message: 'there is no key “gpus”; did you mean gpu:?' }])
})

test('what the overview counts in a phase is what the list of that phase shows, ended work of the last 24 hours alone', async () => {
  const { api } = plane
  const kept = await api<{ id: string }>('POST', '/workloads', {
    project: 'vision',
    name: 'long-ago',
    spec: { command: ['true'] },
  })
  await api('POST', `/workloads/${kept.body.id}/cancel`, {})
  await plane
    .plane()
    .app.database.system.db.execute(
      sql`update workloads set finished_at = now() - interval '25 hours' where id = ${kept.body.id}::uuid`,
    )
  const { body } = await api<{ workloads: Record<string, number> }>('GET', '/overview')
  expect(body.workloads).toMatchObject({ QUEUED: 3, CANCELLED: 1 })
  for (const phase of PHASES) {
    const query = ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(phase) ? '&query=finished:%3C24h' : ''
    const list = await api<{ items: Workload[] }>('GET', `/workloads?phase=${phase}${query}`)
    expect(list.body.items, phase).toHaveLength(body.workloads[phase] ?? 0)
  }
})
