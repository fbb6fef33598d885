import { expect, test } from 'vitest'
import { staysOf, timeIn } from './life.ts'
import { consequenceOf } from './order.ts'
import type { Workload } from './phases.ts'

const at = (second: number) => new Date(Date.parse('2026-11-21T12:00:00Z') + second * 1000).toISOString()

test('stays add up to the whole life, and an end has no length', () => {
  const events = [
    { at: at(0), phase: 'QUEUED' },
    { at: at(10), phase: 'ASSIGNED' },
    { at: at(11), phase: 'RUNNING' },
    { at: at(12), phase: 'RUNNING' },
    { at: at(40), phase: 'QUEUED' },
    { at: at(60), phase: 'RUNNING' },
    { at: at(100), phase: 'SUCCEEDED' },
  ]
  const stays = staysOf(events, Date.parse(at(500)))
  expect(timeIn(stays, ['QUEUED'])).toBe(30_000)
  expect(timeIn(stays, ['RUNNING'])).toBe(69_000)
  expect(stays.reduce((sum, { ms }) => sum + ms, 0)).toBe(100_000)
})

test('what goes on reaches until now', () => {
  expect(staysOf([{ at: at(0), phase: 'QUEUED' }], Date.parse(at(5)))).toEqual([{ phase: 'QUEUED', ms: 5000 }])
})

test('an order says its consequence with numbers before it is given', () => {
  const workload = (phase: string, gpu: number, replicas = 1) =>
    ({ status: { phase }, requests: { gpu }, replicas }) as unknown as Workload
  const text = consequenceOf('cancel', [workload('RUNNING', 8000, 3), workload('QUEUED', 1000)])
  expect(text).toContain('ends 1 live workload, which frees 24 GPUs')
  expect(text).toContain('removes 1 workload that has not started')
  expect(consequenceOf('stop', [workload('RUNNING', 0)])).toContain('can be resumed')
})
