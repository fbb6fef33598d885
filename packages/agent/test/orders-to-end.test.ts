import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LOCAL, startAgent, startPlane, temporaryFolder } from './in-process-agent.ts'
import { runItem, shellSpec } from './run-body.ts'
import { until } from './until.ts'

describe.concurrent('orders to end', () => {
  test('each reason to stop becomes the end that belongs to it', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: LOCAL })
    const ends = {
      USER_CANCEL: 'CANCELLED',
      PREEMPTED: 'CANCELLED',
      SUSPENDED: 'CANCELLED',
      TIMEOUT: 'FAILED',
    } as const
    const items = Object.keys(ends).map((reason) => ({ reason, item: runItem(shellSpec('sleep 600')) }))
    plane.want(items.map(({ item }) => item))
    await until(() => items.every(({ item }) => plane.run(item.key)?.phase === 'RUNNING'), 'all run')
    plane.want(
      items.map(({ item, reason }) =>
        runItem(shellSpec('sleep 600'), {
          key: item.key,
          stop: { reason: reason as keyof typeof ends, message: `for ${reason}` },
        }),
      ),
    )
    for (const { item, reason } of items) {
      await until(() => plane.run(item.key)?.phase === ends[reason as keyof typeof ends], `${reason} ended`)
      expect(plane.run(item.key)).toMatchObject({ reason, message: `for ${reason}` })
    }
  })

  test('a run that ignores TERM is killed after its grace, with everything it started', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: LOCAL })
    const spec = shellSpec('trap "" TERM; (trap "" TERM; sleep 600) & echo $! >child; sleep 600', {
      stopGraceSeconds: 1,
    })
    const item = runItem(spec)
    plane.want([item])
    const child = join(agent.stateDir, 'runs', `${item.key}-1`, '0', 'work', 'child')
    await until(() => existsSync(child) && readFileSync(child, 'utf8') !== '', 'the child was started')
    plane.want([runItem(spec, { key: item.key, stop: { reason: 'USER_CANCEL', message: '' } })])
    await until(() => plane.run(item.key)?.phase === 'CANCELLED', 'the run was cancelled')
    await until(() => !isRunning(Number(readFileSync(child, 'utf8'))), 'the child is gone')
  })

  test('a run past its time limit fails with TIMEOUT', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('sleep 600', { timeoutSeconds: 1 }))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'the run failed')
    expect(plane.run(item.key)).toMatchObject({ reason: 'TIMEOUT' })
  })

  test('a time limit holds although the agent was away when it passed', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('sleep 600', { timeoutSeconds: 1 }))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    await first.stop()
    await new Promise((resolve) => {
      setTimeout(resolve, 1_200)
    })
    await startAgent({ plane, stateDir: first.stateDir, settings: LOCAL })
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'the run failed')
    expect(plane.run(item.key)).toMatchObject({ reason: 'TIMEOUT' })
  })

  test('a run that is to end before it began never begins, and is reported', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('true'), { stop: { reason: 'USER_CANCEL', message: 'too late' } })
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'CANCELLED', 'it was cancelled')
    expect(readdirSync(join(agent.stateDir, 'runs'))).toEqual([])
  })

  test('a tombstone forgets a run that has ended, and its output stays', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('echo kept'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    plane.want([], [item])
    const folder = join(agent.stateDir, 'runs', `${item.key}-1`)
    await until(() => existsSync(join(folder, 'forgotten')), 'it was forgotten')
    expect(readFileSync(join(folder, '0', 'out.log'), 'utf8')).toBe('kept\n')
  })

  test('a run that is no longer wanted is ended and forgotten, also when it was found after a restart', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('sleep 600'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    await first.stop()
    plane.want([], [item])
    const second = await startAgent({ plane, stateDir: first.stateDir, settings: LOCAL })
    await until(
      () => existsSync(join(second.stateDir, 'runs', `${item.key}-1`, 'forgotten')),
      'it was ended and forgotten',
    )
  })

  test('a newer generation begins only when the older one has ended', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: LOCAL })
    const log = join(agent.stateDir, 'order')
    const script = `trap 'echo end >>${log}; exit' TERM; echo begin >>${log}; while :; do sleep 0.05; done`
    const item = runItem(shellSpec(script))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'the first generation runs')
    await until(() => existsSync(log), 'it has begun')
    plane.want([runItem(shellSpec(script), { key: item.key, generation: 2 })])
    await until(
      () => plane.run(item.key)?.generation === 2 && plane.run(item.key)?.phase === 'RUNNING',
      'the second runs',
    )
    await until(() => readFileSync(log, 'utf8').split('\n').length > 3, 'the second has begun')
    expect(readFileSync(log, 'utf8')).toBe('begin\nend\nbegin\n')
  })
})

describe.concurrent('the state folder', () => {
  test('a second agent is told who has it, and a crash leaves no lock behind', async () => {
    const plane = await startPlane()
    const stateDir = temporaryFolder()
    writeFileSync(join(stateDir, 'lock.4'), JSON.stringify({ pid: process.ppid, start: '1', boot: 'old', host: 'h' }))
    const agent = await startAgent({ plane, stateDir })
    expect(agent.clusterId).toBe(plane.cluster.id)
    expect(readdirSync(stateDir).filter((name) => name.startsWith('lock.'))).toEqual(['lock.5'])
  })
})

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}
