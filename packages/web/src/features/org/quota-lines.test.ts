import { expect, test } from 'vitest'
import { changesOf, fieldsOf, problemsOf, requestOf, type Quota, type QuotaFields } from './quota-lines.ts'

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

test('unlimited is a choice of its own, and no number means it', () => {
  const fields = fieldsOf(quota)
  expect(fields.lines.cpu.deserved).toEqual({ isUnlimited: true, text: '' })
  expect(fields.lines.gpu.deserved).toEqual({ isUnlimited: false, text: '8' })
  expect(problemsOf(edit((f) => (f.lines.gpu.deserved = { isUnlimited: false, text: '' })))).toHaveProperty(
    'gpu.deserved',
  )
})

test('nothing changed asks for nothing', () => {
  expect(changesOf(quota, fieldsOf(quota))).toEqual([])
  expect(requestOf(quota, fieldsOf(quota))).toEqual({ project: 'p1', nodePool: 'n1' })
})

test('only what differs is sent, in the units that people use', () => {
  const fields = edit((f) => {
    f.lines.gpu.deserved.text = '16'
    f.lines.gpu.limit = { isUnlimited: false, text: '24' }
    f.lines.memory.limit = { isUnlimited: true, text: '' }
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
  expect(problemsOf(edit((f) => (f.lines.gpu.limit = { isUnlimited: false, text: '4' })))).toHaveProperty('gpu.limit')
  expect(problemsOf(edit((f) => (f.lines.cpu.limit = { isUnlimited: false, text: '4' })))).toHaveProperty('cpu.limit')
  expect(problemsOf(edit((f) => (f.rank = '1.5')))).toHaveProperty('rank')
})
