import { expect, test } from 'vitest'
import { judgeRun, type ReplicaFacts } from './judge-run.ts'

const running = (index: number): ReplicaFacts => ({ index, isClaimed: true, end: undefined })
const waiting = (index: number): ReplicaFacts => ({ index, isClaimed: false, end: undefined })
const exited = (index: number, code: number, uptimeMs = 1_000): ReplicaFacts => ({
  index,
  isClaimed: true,
  end: { how: 'exited', code, uptimeMs },
})
const stop = { reason: 'PREEMPTED', message: 'room', graceMs: 0 } as const

test('a gang starts until all of it runs, runs while nobody failed, and succeeds when all did', () => {
  expect(judgeRun([waiting(0), waiting(1)], 'h', undefined)).toMatchObject({ phase: 'STARTING', reason: 'STARTING' })
  expect(judgeRun([running(0), waiting(1)], 'h', undefined)).toMatchObject({
    phase: 'STARTING',
    reason: 'GANG_INCOMPLETE',
  })
  expect(judgeRun([running(0), running(1)], 'h', undefined).phase).toBe('RUNNING')
  expect(judgeRun([exited(0, 0), running(1)], 'h', undefined).phase).toBe('RUNNING')
  expect(judgeRun([exited(0, 0), exited(1, 0)], 'h', undefined)).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
})

test('a gang fails with the replica that failed first, not with those that were stopped for it', () => {
  const first = exited(1, 3, 1_000)
  const stopped = exited(0, 143, 1_200)
  expect(judgeRun([running(0), first], 'h', undefined)).toMatchObject({ phase: 'CANCELLING', reason: 'STOPPING' })
  const verdict = judgeRun([stopped, first], 'h', undefined)
  expect(verdict).toMatchObject({ phase: 'FAILED', reason: 'EXIT_NONZERO', exitCode: 3 })
  expect(verdict.message).toBe('replica 1 ended with exit code 3')
  expect(verdict.replicas.map((replica) => replica.phase)).toEqual(['CANCELLED', 'FAILED'])
})

test('an order to end decides how a run ended, whatever the exit codes', () => {
  expect(judgeRun([running(0)], 'h', stop).phase).toBe('CANCELLING')
  expect(judgeRun([exited(0, 0)], 'h', stop)).toMatchObject({ phase: 'CANCELLED', reason: 'PREEMPTED' })
  expect(judgeRun([exited(0, 143)], 'h', { ...stop, reason: 'TIMEOUT' })).toMatchObject({
    phase: 'FAILED',
    reason: 'TIMEOUT',
  })
})

test('each way to end badly has its reason and a sentence', () => {
  const judged = (end: ReplicaFacts['end']) => judgeRun([{ index: 0, isClaimed: true, end }], 'h', undefined)
  expect(judged({ how: 'killed' })).toMatchObject({ reason: 'INTERNAL', exitCode: 137 })
  expect(judged({ how: 'lost' })).toMatchObject({ reason: 'NODE_LOST' })
  expect(judged({ how: 'unstartable', problem: 'E2BIG' })).toMatchObject({ reason: 'CONFIG_INVALID' })
  expect(judged({ how: 'exited', code: 127, uptimeMs: 1 }).message).toContain('the command was not found')
  expect(judged({ how: 'exited', code: 139, uptimeMs: 1 }).message).toContain('signal SEGV')
})
