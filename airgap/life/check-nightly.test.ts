import type { V1CronJob, V1Job } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { judgeNightly, lastFailure } from './check-nightly.ts'

const cron = (lastSuccess?: string): V1CronJob => ({
  metadata: { uid: 'nightly' },
  spec: { schedule: '30 1 * * *', jobTemplate: {} },
  status: lastSuccess === undefined ? {} : { lastSuccessfulTime: new Date(lastSuccess) },
})
const job = (at: string, type: 'Failed' | 'Complete', owner = 'nightly'): V1Job => ({
  metadata: {
    creationTimestamp: new Date(at),
    ownerReferences: [{ uid: owner, apiVersion: 'batch/v1', kind: 'CronJob', name: owner }],
  },
  status: { conditions: [{ type, status: 'True' }] },
})

test('a night that failed is a failure with what its pod said, until one has worked', () => {
  const failed = job('2026-01-03T01:30:00Z', 'Failed')
  const earlier = job('2026-01-02T01:30:00Z', 'Complete')
  expect(lastFailure(cron('2026-01-02T01:31:00Z'), [earlier, failed])).toBe(failed)
  expect(lastFailure(cron('2026-01-03T09:00:00Z'), [earlier, failed])).toBeUndefined()
  const check = judgeNightly(cron('2026-01-02T01:31:00Z'), {
    at: new Date('2026-01-03T01:30:00Z'),
    why: ['the volume is full'],
  })
  expect(check).toMatchObject({ id: 'I3', result: 'fail', fix: expect.stringContaining('the volume is full') })
  expect(check.seen).toBe('last made 2026-01-02T01:31:00.000Z, failed 2026-01-03T01:30:00.000Z')
})

test('jobs of others do not count, one that was never made is a warning, and one that was made passes', () => {
  expect(lastFailure(cron(), [job('2026-01-03T01:30:00Z', 'Failed', 'other')])).toBeUndefined()
  expect(judgeNightly(cron(), undefined)).toMatchObject({ result: 'warn', seen: 'never made' })
  expect(judgeNightly(cron('2026-01-02T01:31:00Z'), undefined).result).toBe('pass')
})
