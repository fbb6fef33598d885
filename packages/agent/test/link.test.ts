import { randomUUID } from 'node:crypto'
import { digestOf } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../src/lib/seeded-random.ts'
import { fastClock } from './fast-clock.ts'
import { applied, LOCAL, startAgent, startPlane, temporaryFolder } from './in-process-agent.ts'
import { runItem, shellSpec, simulatedSpec } from './run-body.ts'
import type { TestControlPlane } from './test-control-plane.ts'
import { until } from './until.ts'

describe.concurrent('the link', () => {
  test('a cut connection comes back, and nothing that happened meanwhile is lost', async () => {
    const plane = await startPlane()
    await startAgent({ plane, clock: fastClock(8), random: () => 0.1 })
    const items = Array.from({ length: 20 }, () => runItem(simulatedSpec(0.3)))
    plane.want(items)
    for (let round = 0; round < 4; round += 1) {
      await until(() => plane.session?.of('hello').length === 1, 'connected')
      plane.cut()
      await until(() => plane.session === undefined, 'cut')
    }
    await until(() => items.every((item) => plane.run(item.key)?.phase === 'SUCCEEDED'), 'all succeeded')
    expect(plane.problems).toEqual([])
  })

  test('after any weather both sides hold the same, and every run has ended as it should', async () => {
    const seed = String(Date.now())
    const random = seededRandom(seed)
    const plane = await startPlane()
    const stateDir = temporaryFolder()
    const settings = { simulatedStartDelaySeconds: 0 }
    const clock = fastClock(8)
    let agent = await startAgent({ plane, stateDir, clock, random, settings })
    const wanted = new Map<string, string>()
    for (let step = 0; step < 120; step += 1) {
      const draw = random()
      if (draw < 0.5) {
        const exitCode = random() < 0.3 ? 5 : 0
        const item = runItem(simulatedSpec(random() * 20, exitCode))
        wanted.set(item.key, exitCode === 0 ? 'SUCCEEDED' : 'FAILED')
        plane.want([item])
      } else if (draw < 0.65) {
        const [key] = [...wanted.keys()].toSorted(() => random() - 0.5)
        if (key !== undefined && wanted.delete(key)) plane.want([], [{ kind: 'run', key }])
      } else if (draw < 0.75) {
        plane.cut()
      } else if (draw < 0.8) {
        await agent.stop()
        agent = await startAgent({ plane, stateDir, clock, random, settings })
      } else {
        await new Promise((resolve) => {
          setTimeout(resolve, random() * 20)
        })
      }
    }
    await until(
      () => plane.session?.of('applied').at(-1)?.digest === digestOf(plane.cluster.desired.values()),
      `both sides hold the same (seed ${seed})`,
    )
    for (const [key, phase] of wanted) await until(() => plane.run(key)?.phase === phase, `${key} (seed ${seed})`)
    expect(plane.problems, `seed ${seed}`).toEqual([])
  })

  test('epochs of sessions rise, and each begins with hello and a full status', async () => {
    const plane = await startPlane()
    await startAgent({ plane, clock: fastClock(8), random: () => 0.1 })
    await until(() => plane.session?.of('status.end').length === 1, 'a full status')
    plane.cut()
    await until(
      () => plane.sessions.length === 2 && plane.session?.of('status.end').length === 1,
      'another full status',
    )
    for (const session of plane.sessions) {
      expect(session.frames.slice(0, 4).map((frame) => frame.t)).toEqual([
        'hello',
        'status.begin',
        'status.page',
        'status.end',
      ])
      const named = session.of('status.page').flatMap((page) => page.items).length
      expect(session.of('status.end')[0]?.count).toBe(named)
    }
    expect(plane.sessions[0]?.bootId).toBe(plane.sessions[1]?.bootId)
  })

  test('a full status comes from time to time, and on order', async () => {
    const plane = await startPlane()
    plane.timers.statusSnapshotMs = 200
    await startAgent({ plane })
    await until(() => (plane.session?.of('status.end').length ?? 0) >= 3, 'three full reports')
  })

  test('heartbeats say the applied revision and that the loop turns', async () => {
    const plane = await startPlane()
    plane.timers.heartbeatMs = 50
    await startAgent({ plane })
    plane.want([runItem(simulatedSpec(60))])
    await applied(plane)
    await until(() => plane.session?.of('hb').at(-1)?.appliedRev === 1, 'a heartbeat with the revision')
    expect(plane.session?.of('hb').at(-1)?.loopAgeMs).toBeLessThan(30_000)
  })

  test('usage of nodes, runs and the agent is sent', async () => {
    const plane = await startPlane()
    plane.timers.metricsMs = 100
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('while :; do :; done', { timeoutSeconds: 20 }))
    plane.want([item])
    const sample = await until(
      () =>
        plane.session
          ?.of('metrics')
          .flatMap((frame) => frame.samples)
          .find((each) => each.key === item.key && (each.values.cpu ?? 0) > 100),
      'the run uses a processor',
    )
    expect(sample.kind).toBe('run')
    const kinds = new Set(plane.session?.of('metrics').flatMap((frame) => frame.samples.map((each) => each.kind)))
    expect(kinds).toEqual(new Set(['agent', 'node', 'run']))
    plane.want([], [item])
    await until(() => plane.phases(item.key).at(-1) === 'CANCELLED', 'it was ended')
  })

  test('an agent that is not accepted yet waits, and works when it is', async () => {
    const plane = await startPlane()
    plane.state = 'pending'
    const item = runItem(simulatedSpec(0.05))
    plane.want([item])
    await startAgent({ plane, clock: fastClock(8), random: () => 0.1 })
    await until(() => plane.session?.of('hello').length === 1, 'hello')
    plane.state = 'accepted'
    plane.session?.socket.close(1012, 'accepted')
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'the run succeeded')
  })

  test('the work goes on while the control plane is away for long, and is told when it is back', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, random: () => 0.1 })
    const item = runItem(simulatedSpec(0.4))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    plane.mischief.refuseUpgrades = 503
    plane.cut()
    await new Promise((resolve) => {
      setTimeout(resolve, 700)
    })
    expect(plane.run(item.key)?.phase).toBe('RUNNING')
    plane.mischief.refuseUpgrades = undefined
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'the end was told')
    expect(agent.lines.filter((line) => line.includes('"error"'))).toEqual([])
  })

  test('a graceful stop says the last news and closes as going away', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane })
    await until(() => plane.session?.of('status.end').length === 1, 'connected')
    const { session } = plane
    await agent.stop()
    await until(() => session?.closed !== undefined, 'closed')
    expect(session?.closed?.code).toBe(1001)
  })
})

describe.concurrent('commands', () => {
  const command = (plane: TestControlPlane, overrides: object = {}) => {
    const cmdId = randomUUID()
    const epoch = plane.session?.epoch ?? 0
    plane.session?.send('command', { cmdId, verb: 'check', args: {}, ttlMs: 30_000, fence: { epoch }, ...overrides })
    return cmdId
  }

  test('check answers its lines, and report brings a full status', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: LOCAL })
    await until(() => plane.session?.of('status.end').length === 1, 'connected')
    const check = command(plane)
    const result = await until(
      () => plane.session?.of('command.result').find((each) => each.cmdId === check),
      'the check has answered',
    )
    expect(result.ok).toBe(true)
    const names = (result.output as { name: string; ok: boolean }[]).map((line) => line.name)
    expect(names).toEqual(['control plane', 'clock', 'state folder', 'shell', 'cpu', 'memory', 'gpu'])
    const report = command(plane, { verb: 'report' })
    await until(() => plane.session?.of('command.result').some((each) => each.cmdId === report), 'report answered')
    await until(() => plane.session?.of('status.end').length === 2, 'a full status came')
  })

  test('an old epoch, an old generation and a verb that is not known have no effect and are declined', async () => {
    const plane = await startPlane()
    await startAgent({ plane, clock: fastClock(8), random: () => 0.1 })
    const item = runItem(simulatedSpec(60), { generation: 3 })
    plane.want([item])
    await applied(plane)
    plane.cut()
    await until(() => plane.sessions.length === 2 && plane.session?.of('status.end').length === 1, 'reconnected')
    const declined = async (overrides: object): Promise<string | undefined> => {
      const cmdId = command(plane, { verb: 'report', ...overrides })
      const answer = await until(
        () => plane.session?.of('command.decline').find((each) => each.cmdId === cmdId),
        'declined',
      )
      return answer.reason
    }
    expect(await declined({ fence: { epoch: 1 } })).toBe('stale_epoch')
    expect(await declined({ fence: { epoch: 2, generation: 2 }, args: { runId: item.key } })).toBe('stale_generation')
    expect(await declined({ verb: 'exec' })).toBe('unsupported')
    expect(plane.session?.of('status.end')).toHaveLength(1)
  })

  test('a command that is repeated is done once and answered again', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, random: () => 0.1 })
    await until(() => plane.session?.of('status.end').length === 1, 'connected')
    const cmdId = command(plane, { verb: 'report' })
    await until(() => plane.session?.of('status.end').length === 2, 'done')
    command(plane, { cmdId, verb: 'report' })
    await until(() => (plane.session?.of('command.result').length ?? 0) === 2, 'answered again')
    expect(plane.session?.of('status.end')).toHaveLength(2)
    await first.stop()
    await startAgent({ plane, stateDir: first.stateDir })
    await until(() => plane.session?.of('status.end').length === 1, 'connected again')
    command(plane, { cmdId, verb: 'report' })
    await until(
      () => plane.session?.of('command.result').some((each) => each.cmdId === cmdId),
      'answered from the ledger',
    )
    expect(plane.session?.of('status.end')).toHaveLength(1)
  })
})
