import { expect, test } from 'vitest'
import { PHASES, PRIORITIES, WORKLOAD_KINDS } from '../schemas.ts'
import { parseQuery } from './parse-query.ts'
import { QUERY_KEYS } from './query-keys.ts'
import { KIND_WORDS, PHASE_WORDS, PRIORITY_WORDS } from './words.ts'

const problemOf = (text: string) => parseQuery(text).problem

test('conditions of all kinds are read', () => {
  expect(parseQuery('state:running,queued project:vision gpu:>4 age:<2d -user:kim@* "two words" train').terms).toEqual([
    {
      key: 'state',
      isNegated: false,
      values: [
        { kind: 'word', words: ['RUNNING'] },
        { kind: 'word', words: ['QUEUED'] },
      ],
    },
    { key: 'project', isNegated: false, values: [{ kind: 'text', text: 'vision' }] },
    { key: 'gpu', isNegated: false, values: [{ kind: 'number', op: '>', number: 4000 }] },
    { key: 'age', isNegated: false, values: [{ kind: 'number', op: '<', number: 172_800 }] },
    { key: 'user', isNegated: true, values: [{ kind: 'text', text: 'kim@*' }] },
    { key: 'name', isNegated: false, values: [{ kind: 'text', text: 'two words' }] },
    { key: 'name', isNegated: false, values: [{ kind: 'text', text: 'train' }] },
  ])
  expect(parseQuery('   ').terms).toEqual([])
  expect(parseQuery('memory:>=1.5Ti priority:high').terms?.map(({ values }) => values[0])).toEqual([
    { kind: 'number', op: '>=', number: 1_572_864 },
    { kind: 'number', op: '=', number: 125 },
  ])
})

test('what is wrong is told with its place and what would be right', () => {
  expect(problemOf('state:running gpus:>4')).toEqual({
    at: 14,
    length: 4,
    message: 'there is no key “gpus”; did you mean gpu:?',
  })
  expect(problemOf('a state:runing')).toMatchObject({ at: 8, length: 6 })
  expect(problemOf('a state:runing')?.message).toMatch(/^state: takes queued, assigned, starting, running/)
  expect(problemOf('gpu:many')?.message).toBe('gpu: takes a number of GPUs, such as >4')
  expect(problemOf('age:2d')?.message).toBe('age: takes a comparison with a time, such as <2d or >=30m')
  expect(problemOf('finished:24h')?.message).toBe('finished: takes a comparison with a time, such as <2d or >=30m')
  expect(problemOf('ended:<1d')?.message).toContain('did you mean finished:?')
  expect(problemOf('project:')?.message).toBe('project: needs a value, such as project:vision')
  expect(problemOf('state:running,')).toMatchObject({ at: 14, message: 'state: lacks a value here' })
  expect(problemOf('a "open')).toEqual({ at: 2, length: 5, message: 'this quote has no end' })
  expect(problemOf('-prjoect:x')).toMatchObject({ at: 1, length: 7 })
  expect(problemOf('zzzzzz:1')?.message).toContain('keys are state, project')
  expect(problemOf('owner:kim')?.message).toContain('did you mean user:?')
})

test('every example that is offered is read', () => {
  for (const { example } of QUERY_KEYS) expect(parseQuery(example).problem, example).toBeUndefined()
})

test('no text breaks it, and a place is always inside the text', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  const pieces = ['state', ':', '"', ',', '-', ' ', '>', '<=', '4', '2d', 'gpu', '*', 'label', '=', 'ü', '\\', '%', 'x']
  for (let turn = 0; turn < 5000; turn += 1) {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('')
    const problem = problemOf(text)
    if (!problem) continue
    expect(problem.at, text).toBeLessThanOrEqual(text.length)
    expect(problem.at + problem.length, text).toBeLessThanOrEqual(text.length + 1)
  }
})

test('the words are those of the API', () => {
  expect(PHASE_WORDS).toEqual(PHASES)
  expect(KIND_WORDS).toEqual(WORKLOAD_KINDS)
  expect(PRIORITY_WORDS).toEqual(PRIORITIES)
})
