import { expect, test } from 'vitest'
import type { Quota } from './quota-lines.ts'
import { readSheet } from './read-sheet.ts'

const quota = (name: string, gpu: number | null, limit: number | null = null): Quota => ({
  queue: { kind: name === 'research' ? 'department' : 'project', id: `id-${name}`, name },
  nodePool: { id: 'pool', name: 'default' },
  rank: 0,
  resources: {
    gpu: { deserved: gpu, limit, weight: 1 },
    cpu: { deserved: null, limit: null, weight: 1 },
    memory: { deserved: null, limit: null, weight: 1 },
  },
  minRuntimeSeconds: null,
  userLimits: {},
  updatedAt: null,
})
const QUOTAS = [quota('research', 16_000), quota('vision', 12_000), quota('speech', 4000)]

test('a block with heads changes what differs and nothing else', () => {
  const sheet = readSheet(
    'project\tgpu\tGPU limit\tcpu weight\nvision\t8\t16\t2\nspeech\t4\t\t\nresearch\tunlimited\t\t',
    QUOTAS,
  )
  expect(sheet.refused).toEqual([])
  expect(sheet.same).toBe(1)
  expect(sheet.rows.map(({ request }) => request)).toEqual([
    { project: 'id-vision', nodePool: 'pool', gpu: { deserved: 8, limit: 16 }, cpu: { weight: 2 } },
    { department: 'id-research', nodePool: 'pool', gpu: { deserved: 'unlimited' } },
  ])
  expect(sheet.rows[0]?.changes[0]).toEqual({ what: 'GPU deserved', before: '12', after: '8' })
})

test('without heads the columns are GPU, CPU and memory, and commas or semicolons do as well as tabs', () => {
  for (const text of ['vision\t6\t32\t128', 'vision;6;32;128', 'vision, 6, 32, 128']) {
    expect(readSheet(text, QUOTAS).rows[0]?.request, text).toEqual({
      project: 'id-vision',
      nodePool: 'pool',
      gpu: { deserved: 6 },
      cpu: { deserved: 32 },
      memory: { deserved: '131072Mi' },
    })
  }
})

test('cells that cannot be taken are named, and their rows change nothing', () => {
  const { rows, refused } = readSheet(
    'name\tgpu\tgpu limit\tgpu colour\nvision\tmany\t\t\nspeech\t8\t2\t\nnobody\t1\t\t\nspeech\t5\t\t\t7',
    QUOTAS,
  )
  expect(rows).toEqual([])
  expect(refused).toEqual([
    { row: 1, column: 'gpu colour', text: 'gpu colour', why: 'no such column' },
    { row: 2, column: 'gpu', text: 'many', why: 'A number, or unlimited' },
    { row: 3, column: 'gpu limit', text: '2', why: 'Not below deserved: part of that could never be used' },
    {
      row: 4,
      column: 'name',
      text: 'nobody',
      why: 'there is no project or department of this name that you may see',
    },
    { row: 5, column: 'name', text: 'speech', why: 'it stands in the block twice' },
  ])
  expect(readSheet('', QUOTAS)).toEqual({ rows: [], refused: [], same: 0 })
})
