import { expect, test } from 'vitest'
import {
  changesOf,
  fieldsOf,
  problemsOf,
  quotaResources,
  type LineFields,
  type Quota,
  type QuotaFields,
} from './quota-lines.ts'
import { requestOf } from './quota-request.ts'

const quota: Quota = {
  queue: { kind: 'project', id: 'p1', name: 'vision' },
  nodePool: { id: 'n1', name: 'h100' },
  rank: 0,
  resources: {
    gpu: { deserved: 8000, limit: null, weight: 1 },
    cpu: { deserved: null, limit: null, weight: 1 },
    memory: { deserved: 102_400, limit: 204_800, weight: 2 },
  },
  minRuntimeSeconds: null,
  userLimits: {},
  updatedAt: null,
}

function edit(change: (fields: QuotaFields) => void): QuotaFields {
  const fields = fieldsOf(quota)
  change(fields)
  return fields
}

function line(fields: QuotaFields, resource: string): LineFields {
  const found = fields.lines[resource]
  if (!found) throw new Error(`no line of ${resource}`)
  return found
}

test('unlimited is a choice of its own, and no number means it', () => {
  const fields = fieldsOf(quota)
  expect(line(fields, 'cpu').deserved).toEqual({ isUnlimited: true, text: '' })
  expect(line(fields, 'gpu').deserved).toEqual({ isUnlimited: false, text: '8' })
  expect(problemsOf(edit((f) => (line(f, 'gpu').deserved = { isUnlimited: false, text: '' })))).toHaveProperty(
    'gpu.deserved',
  )
})

test('nothing changed asks for nothing', () => {
  expect(changesOf(quota, fieldsOf(quota))).toEqual([])
  expect(requestOf(quota, fieldsOf(quota))).toEqual({ project: 'p1', nodePool: 'n1' })
})

test('only what differs is sent, in the units that people use', () => {
  const fields = edit((f) => {
    line(f, 'gpu').deserved.text = '16'
    line(f, 'gpu').limit = { isUnlimited: false, text: '24' }
    line(f, 'memory').limit = { isUnlimited: true, text: '' }
    f.rank = '2'
  })
  expect(problemsOf(fields)).toEqual({})
  expect(changesOf(quota, fields).map(({ what, before, after }) => `${what} ${before} ${after}`)).toEqual([
    'Rank 0 2',
    'GPU deserved 8 16',
    'GPU limit unlimited 24',
    'Memory limit 200 unlimited',
  ])
  expect(requestOf(quota, fields)).toEqual({
    project: 'p1',
    nodePool: 'n1',
    rank: 2,
    gpu: { deserved: 16, limit: 24 },
    memory: { limit: 'unlimited' },
  })
})

test('a limit below what is deserved is refused here as it is there', () => {
  expect(problemsOf(edit((f) => (line(f, 'gpu').limit = { isUnlimited: false, text: '4' })))).toHaveProperty(
    'gpu.limit',
  )
  expect(problemsOf(edit((f) => (line(f, 'cpu').limit = { isUnlimited: false, text: '4' })))).toHaveProperty(
    'cpu.limit',
  )
  expect(problemsOf(edit((f) => (f.rank = '1.5')))).toHaveProperty('rank')
})

test('borrowing, lending, users and the time before a preemption are fields like the others', () => {
  const fields = edit((f) => {
    line(f, 'gpu').borrowLimit = { isUnlimited: false, text: '4' }
    line(f, 'gpu').lendLimit = { isUnlimited: false, text: '0' }
    line(f, 'memory').userLimit = { isUnlimited: false, text: '64' }
    f.minRuntime = '30m'
  })
  expect(changesOf(quota, fields).map(({ what, before, after }) => `${what}: ${before} to ${after}`)).toEqual([
    'Safe from preemption: as the queue above to 30m',
    'GPU borrow limit: unlimited to 4',
    'GPU lend limit: unlimited to 0',
    'Memory user limit: unlimited to 64',
  ])
  expect(requestOf(quota, fields)).toEqual({
    project: 'p1',
    nodePool: 'n1',
    minRuntime: '30m',
    gpu: { borrowLimit: 4, lendLimit: 0 },
    memory: { userLimit: '65536Mi' },
  })
  const set = { ...quota, minRuntimeSeconds: 1800 }
  expect(requestOf(set, { ...fieldsOf(set), minRuntime: '' })).toMatchObject({ minRuntime: null })
  expect(problemsOf(edit((f) => (f.minRuntime = 'long')))).toHaveProperty('minRuntime')
})

test('a resource that only some pools have is counted in whole pieces', () => {
  const slice = 'nvidia.com/mig-1g.10gb'
  const resources = quotaResources(quota, { gpu: 8000, [slice]: 14 })
  expect(resources).toEqual(['gpu', 'cpu', 'memory', slice])
  const fields = fieldsOf(quota, resources)
  line(fields, slice).deserved = { isUnlimited: false, text: '7' }
  expect(requestOf(quota, fields)).toEqual({ project: 'p1', nodePool: 'n1', extended: { [slice]: { deserved: 7 } } })
  line(fields, slice).deserved.text = '7.5'
  expect(problemsOf(fields)).toHaveProperty(`${slice}.deserved`)
})
