import { expect, test } from 'vitest'
import { newsOf } from './news-of.ts'

const seen = (phase: string, more = {}) =>
  ({
    name: 'train',
    cluster: { id: 'c', name: 'hamburg' },
    status: { phase, message: null, exitCode: null, ...more },
  }) as Parameters<typeof newsOf>[1]
const known = { name: 'train', phase: 'QUEUED' }

test('a start, an end and a failure are told, once each, and what lies between is not', () => {
  expect(newsOf(known, seen('QUEUED'))).toBeUndefined()
  expect(newsOf(known, seen('STARTING'))).toBeUndefined()
  expect(newsOf(known, seen('RUNNING'))).toMatchObject({
    title: 'train runs',
    detail: 'in cluster hamburg',
    isLast: false,
  })
  expect(newsOf({ ...known, phase: 'RUNNING' }, seen('RUNNING'))).toBeUndefined()
  expect(newsOf(known, seen('SUCCEEDED'))).toMatchObject({ title: 'train has ended with success', isLast: true })
  expect(newsOf(known, seen('FAILED', { exitCode: 3, message: 'it broke' }))).toMatchObject({
    tone: 'error',
    title: 'train failed with exit code 3',
    detail: 'it broke',
    isLast: true,
  })
  expect(newsOf(known, seen('CANCELLED'))).toMatchObject({ title: 'train was cancelled', isLast: true })
})
