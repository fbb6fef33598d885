import { describe, expect, test } from 'vitest'
import { sampleWorkload } from '../../sdk/test/sample-workload.ts'
import { amount, bound, requests } from '../src/output/amounts.ts'
import { clean, cut, widthOf, wrap } from '../src/output/fit.ts'
import { paintFor } from '../src/output/paint.ts'
import { table, type Column } from '../src/output/table.ts'
import { age, span } from '../src/output/times.ts'
import { fairlead, fakeApi, SIGNED_IN } from './fake-host.ts'

const paint = paintFor({ write: () => undefined }, {}, true)
interface Row {
  name: string
  note: string
  count: number
}
const COLUMNS: Column<Row>[] = [
  { title: 'NAME', value: (row) => row.name, elastic: 3 },
  { title: 'COUNT', value: (row) => String(row.count), align: 'right' },
  { title: 'EMPTY', value: () => '' },
  { title: 'NOTE', value: (row) => row.note, elastic: 1 },
]
const LONG: Row = { name: 'n'.repeat(60), note: 'why it waits, in many words. '.repeat(10), count: 7 }

describe('a table', () => {
  test('never breaks a line, at any width that people use', () => {
    for (const width of [40, 60, 80, 120, 200]) {
      for (const line of table([LONG], COLUMNS, { width, paint }).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(width)
    }
  })

  test('cuts remarks before names, and says that something is missing', () => {
    const [, row = ''] = table([LONG], COLUMNS, { width: 90, paint }).split('\n')
    expect(row).toContain('n'.repeat(60))
    expect(row).toMatch(/…$/)
  })

  test('cuts nothing for a pipe', () => {
    expect(table([LONG], COLUMNS, { paint })).toContain(LONG.note.trim())
  })

  test('leaves out what is empty, and blanks at the end of lines', () => {
    const text = table([{ name: 'a', note: '', count: 1 }], COLUMNS, { width: 80, paint })
    expect(text).toBe('NAME  COUNT\na         1\n')
  })

  test('counts columns as a terminal does', () => {
    const rows = [
      { name: '日本', note: 'x', count: 1 },
      { name: 'abcd', note: 'x', count: 1 },
    ]
    const [, first, second] = table(rows, COLUMNS, { width: 80, paint }).split('\n')
    expect(widthOf(first ?? '')).toBe(widthOf(second ?? ''))
    expect(cut('日本語', 5)).toBe('日本…')
  })

  test('lets nobody move the cursor by a name', () => {
    expect(clean('a\u001B[2Jb\r\nc')).toBe('a [2Jb c')
  })
})

describe('fairlead ps on 80 columns', () => {
  const message = 'waits for 8 GPUs: the project deserves 4, borrows 4 and its department is at its limit of 16'
  const status = { ...sampleWorkload().status, phase: 'QUEUED' as const, message }
  const items = [
    sampleWorkload('QUEUED', {
      name: 'a-name-that-is-really-rather-long-for-a-job',
      status,
      requests: { gpu: 8000, cpu: 4000 },
      replicas: 16,
    }),
    sampleWorkload('RUNNING', { cluster: { id: 'c', name: 'frankfurt-h100-production' } }),
  ]
  const { fetch } = fakeApi({ '/workloads': { items, nextPageToken: null } })

  test('keeps to them', async () => {
    const { out } = await fairlead(['ps', '--no-color'], { fetch, terminal: 80 })
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
    expect(out).toContain('16x8')
    expect(out).toContain('12h')
  })

  test('has colours on a terminal, and never elsewhere or against NO_COLOR', async () => {
    expect((await fairlead(['ps'], { fetch, terminal: 80 })).out).toContain('\u001B[')
    expect((await fairlead(['ps'], { fetch })).out).not.toContain('\u001B[')
    const env = { ...SIGNED_IN, NO_COLOR: '1' }
    expect((await fairlead(['ps'], { fetch, terminal: 80, env })).out).not.toContain('\u001B[')
  })

  test('is data for programs', async () => {
    const { out } = await fairlead(['ps', '-o', 'json'], { fetch })
    expect(JSON.parse(out)).toHaveLength(2)
    expect((await fairlead(['ps', '-o', 'name'], { fetch })).out.split('\n')).toEqual([
      ...items.map(({ name }) => name),
      '',
    ])
    expect((await fairlead(['ps', '-o', 'yaml'], { fetch })).out).toContain('- id: 01900000')
  })
})

test('amounts and times are written as people write them', () => {
  expect([amount('cpu', 500), amount('memory', 1536), amount('gpu', 460), amount('example.com/x', 3)]).toEqual([
    '0.5',
    '1.5Gi',
    '0.46',
    '3',
  ])
  expect(bound('gpu', null)).toBe('∞')
  expect(requests({ memory: 2048, cpu: 4000, gpu: 1000 })).toBe('1 GPU, 4 CPU, 2Gi')
  expect([0, 59_000, 61_000, 7_200_000, 200_000_000].map(age)).toEqual(['0s', '59s', '1m', '2h', '2d'])
  expect([140, 12_400, 125_000, 12_000_000, 360_000_000].map(span)).toEqual(['0.1s', '12s', '2m05s', '3h20m', '4d4h'])
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
})
