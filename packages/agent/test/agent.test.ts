import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { startAgent, startPlane, temporaryFolder } from './in-process-agent.ts'
import { runItem, runSpec, simulatedSpec } from './run-body.ts'
import type { TestControlPlane } from './test-control-plane.ts'
import { until } from './until.ts'

function shell(script: string, overrides = {}) {
  return runSpec({ command: ['/bin/sh', '-c', script], stopGraceSeconds: 1, ...overrides })
}

const local = { driver: 'local', nodeName: 'host-1' }

async function applied(plane: TestControlPlane): Promise<void> {
  await until(() => plane.session?.of('applied').at(-1)?.rev === plane.cluster.rev, 'the newest revision is applied')
}

describe('desired state', () => {
  test('a simulated run goes from enrolment to SUCCEEDED', async () => {
    const plane = await startPlane()
    const item = runItem(simulatedSpec(0.05))
    plane.want([item])
    await startAgent({ plane })
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'the run succeeded')
    expect(plane.run(item.key)).toMatchObject({ generation: 1, reason: 'COMPLETED', exitCode: 0 })
    expect(plane.problems).toEqual([])
  })

  test('a local run goes through its phases and reports its exit code', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('echo hello; sleep 0.2; exit 3'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'the run failed')
    expect(plane.run(item.key)).toMatchObject({ reason: 'EXIT_NONZERO', exitCode: 3 })
    expect(plane.run(item.key)?.replicas).toMatchObject([{ index: 0, node: 'host-1', exitCode: 3 }])
    expect(['STARTING', 'RUNNING', 'FAILED'].join()).toContain(plane.phases(item.key).join())
  })

  test('what is applied is answered with revision and digest', async () => {
    const plane = await startPlane()
    await startAgent({ plane })
    plane.want([runItem(simulatedSpec(60)), { kind: 'volume', key: 'v1', generation: 1, body: { any: 'thing' } }])
    await applied(plane)
    expect(plane.session?.of('applied').at(-1)?.digest).toBe(digestOf(plane.cluster.desired.values()))
    expect(plane.failures).toEqual([])
  })

  test('a change from a revision that the agent does not have makes it ask for everything', async () => {
    const plane = await startPlane()
    await startAgent({ plane })
    const item = runItem(simulatedSpec(60))
    plane.want([item])
    await applied(plane)
    plane.isDelivering = false
    plane.want([runItem(simulatedSpec(60))])
    plane.want([], [item])
    const session = plane.session
    if (session === undefined) throw new Error('not connected')
    session.sentRev = plane.cluster.rev - 1
    plane.isDelivering = true
    plane.sendDelta(session)
    await until(() => session.of('desired.want').length > 0, 'a snapshot was asked for')
    await applied(plane)
    expect(session.of('applied').at(-1)?.digest).toBe(digestOf(plane.cluster.desired.values()))
  })

  test('a truncated snapshot prunes nothing: what runs goes on, and everything is asked for again', async () => {
    const plane = await startPlane()
    await startAgent({ plane })
    const items = Array.from({ length: 12 }, () => runItem(simulatedSpec(60)))
    plane.want(items)
    await until(() => items.every((item) => plane.run(item.key)?.phase === 'RUNNING'), 'all run')
    plane.isDelivering = false
    if (plane.session !== undefined) plane.sendSnapshot(plane.session, { drop: 6 })
    await until(() => (plane.session?.of('desired.want').length ?? 0) > 0, 'a snapshot was asked for')
    expect(items.every((item) => plane.run(item.key)?.phase === 'RUNNING')).toBe(true)
  })

  test('a snapshot that would remove more than a fifth is refused, said, and taken when it is confirmed', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane })
    const items = Array.from({ length: 50 }, () => runItem(simulatedSpec(60)))
    plane.want(items)
    await applied(plane)
    plane.isDelivering = false
    plane.want([], items.slice(0, 11))
    if (plane.session !== undefined) plane.sendSnapshot(plane.session)
    await until(() => plane.session?.of('error')[0]?.code === 'limit', 'the refusal was said')
    expect(plane.session?.of('error')[0]?.message).toContain('11 of 50')
    expect(agent.lines.some((line) => line.includes('desired state refused'))).toBe(true)
    expect(items.every((item) => plane.run(item.key)?.phase !== 'CANCELLED')).toBe(true)
    if (plane.session !== undefined) plane.sendSnapshot(plane.session, { confirmPrune: true })
    await applied(plane)
  })

  test('what was applied is kept over a restart: only the difference travels', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane })
    plane.want(Array.from({ length: 5 }, () => runItem(simulatedSpec(60))))
    await applied(plane)
    await first.stop()
    plane.want([runItem(simulatedSpec(60))])
    await startAgent({ plane, stateDir: first.stateDir })
    await applied(plane)
    expect(plane.session?.of('hello')[0]).toMatchObject({
      appliedRev: 5,
      appliedDigest: digestOf([...plane.cluster.desired.values()].filter((item) => item.rev <= 5)),
    })
    expect(plane.session?.of('desired.want')).toEqual([])
  })

  test('a poisoned item is named, and the others are realised', async () => {
    const plane = await startPlane()
    await startAgent({ plane })
    const good = runItem(simulatedSpec(60))
    const bad = randomUUID()
    plane.want([{ kind: 'run', key: bad, generation: 1, body: { state: 'running' } }, good])
    await until(() => plane.run(good.key)?.phase === 'RUNNING', 'the good one runs')
    expect(plane.failures).toMatchObject([{ key: bad, code: 'INVALID', retryable: false }])
    expect(plane.session?.of('applied').at(-1)?.rev).toBe(plane.cluster.rev)
  })
})

describe('orders to end', () => {
  test('each reason to stop becomes the end that belongs to it', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const ends = {
      USER_CANCEL: 'CANCELLED',
      PREEMPTED: 'CANCELLED',
      SUSPENDED: 'CANCELLED',
      TIMEOUT: 'FAILED',
    } as const
    const items = Object.keys(ends).map((reason) => ({ reason, item: runItem(shell('sleep 600')) }))
    plane.want(items.map(({ item }) => item))
    await until(() => items.every(({ item }) => plane.run(item.key)?.phase === 'RUNNING'), 'all run')
    plane.want(
      items.map(({ item, reason }) =>
        runItem(shell('sleep 600'), { key: item.key, stop: { reason: reason as keyof typeof ends, message: `for ${reason}` } }),
      ),
    )
    for (const { item, reason } of items) {
      await until(() => plane.run(item.key)?.phase === ends[reason as keyof typeof ends], `${reason} ended`)
      expect(plane.run(item.key)).toMatchObject({ reason, message: `for ${reason}` })
    }
  })

  test('a run that ignores TERM is killed after its grace, with everything it started', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: local })
    const spec = shell('trap "" TERM; (trap "" TERM; sleep 600) & echo $! >child; sleep 600', { stopGraceSeconds: 1 })
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
    await startAgent({ plane, settings: local })
    const item = runItem(shell('sleep 600', { timeoutSeconds: 1 }))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'the run failed')
    expect(plane.run(item.key)).toMatchObject({ reason: 'TIMEOUT' })
  })

  test('a time limit holds although the agent was away when it passed', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, settings: local })
    const item = runItem(shell('sleep 600', { timeoutSeconds: 1 }))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    await first.stop()
    await new Promise((resolve) => {
      setTimeout(resolve, 1_200)
    })
    await startAgent({ plane, stateDir: first.stateDir, settings: local })
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'the run failed')
    expect(plane.run(item.key)).toMatchObject({ reason: 'TIMEOUT' })
  })

  test('a run that is to end before it began never begins, and is reported', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: local })
    const item = runItem(shell('true'), { stop: { reason: 'USER_CANCEL', message: 'too late' } })
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'CANCELLED', 'it was cancelled')
    expect(readdirSync(join(agent.stateDir, 'runs'))).toEqual([])
  })

  test('a tombstone forgets a run that has ended, and its output stays', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: local })
    const item = runItem(shell('echo kept'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    plane.want([], [item])
    const folder = join(agent.stateDir, 'runs', `${item.key}-1`)
    await until(() => existsSync(join(folder, 'forgotten')), 'it was forgotten')
    expect(readFileSync(join(folder, '0', 'out.log'), 'utf8')).toBe('kept\n')
  })

  test('a run that is no longer wanted is ended and forgotten, also when it was found after a restart', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, settings: local })
    const item = runItem(shell('sleep 600'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    await first.stop()
    plane.want([], [item])
    const second = await startAgent({ plane, stateDir: first.stateDir, settings: local })
    await until(
      () => existsSync(join(second.stateDir, 'runs', `${item.key}-1`, 'forgotten')),
      'it was ended and forgotten',
    )
  })

  test('a newer generation begins only when the older one has ended', async () => {
    const plane = await startPlane()
    const agent = await startAgent({ plane, settings: local })
    const log = join(agent.stateDir, 'order')
    const script = `trap 'echo end >>${log}; exit' TERM; echo begin >>${log}; while :; do sleep 0.05; done`
    const item = runItem(shell(script))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'the first generation runs')
    await until(() => existsSync(log), 'it has begun')
    plane.want([runItem(shell(script), { key: item.key, generation: 2 })])
    await until(() => plane.run(item.key)?.generation === 2 && plane.run(item.key)?.phase === 'RUNNING', 'the second runs')
    await until(() => readFileSync(log, 'utf8').split('\n').length > 3, 'the second has begun')
    expect(readFileSync(log, 'utf8')).toBe('begin\nend\nbegin\n')
  })
})

describe('declines', () => {
  test('what cannot be realised here is declined with code and sentence, and never started', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: { ...local, localCpu: 2, localMemory: '1Gi', localGpus: 0 } })
    const cases = {
      NODE_UNKNOWN: runItem(shell('true', { nodes: ['elsewhere'] })),
      NO_ROOM: runItem(shell('true', { resources: { cpu: 4_000 } })),
      UNSUPPORTED: runItem(runSpec({ image: 'registry.example/train:1' })),
    }
    const gpu = runItem(shell('true', { resources: { gpu: 1_000 } }))
    const secret = runItem(shell('true', { env: [{ name: 'KEY', secretRef: { name: 's', key: 'k' } }] }))
    plane.want([...Object.values(cases), gpu, secret])
    await until(() => plane.failures.length === 5, 'all were declined')
    for (const [code, item] of Object.entries(cases)) {
      expect(plane.failures.find((failure) => failure.key === item.key)).toMatchObject({ code, generation: 1 })
    }
    expect(plane.failures.find((failure) => failure.key === gpu.key)).toMatchObject({ code: 'NO_ROOM', retryable: false })
    expect(plane.failures.find((failure) => failure.key === secret.key)?.message).toContain('KEY')
    expect(plane.run(cases.NO_ROOM.key)).toBeUndefined()
  })

  test('a decline is said again after a reconnect, and stands after a restart', async () => {
    const plane = await startPlane()
    const settings = { ...local, localCpu: 1 }
    const first = await startAgent({ plane, settings })
    const item = runItem(shell('true', { resources: { cpu: 4_000 } }))
    plane.want([item])
    await until(() => plane.failures.length === 1, 'it was declined')
    plane.cut()
    await until(() => plane.failures.length === 2, 'it was said again')
    await first.stop()
    // There would be room now, but the run may have been given to another cluster.
    await startAgent({ plane, stateDir: first.stateDir, settings: { ...local, localCpu: 8 } })
    await until(() => plane.failures.length === 3, 'it was said after the restart')
    expect(plane.run(item.key)).toBeUndefined()
  })

  test('a local driver must be asked for by name', async () => {
    const plane = await startPlane()
    await expect(startAgent({ plane, settings: { driver: undefined } })).rejects.toThrow('driver is not set')
  })
})

describe('the link', () => {
  test('a cut connection comes back, and nothing that happened meanwhile is lost', async () => {
    const plane = await startPlane()
    await startAgent({ plane, random: () => 0.1 })
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

  test('epochs of sessions rise, and each begins with hello and a full status', async () => {
    const plane = await startPlane()
    await startAgent({ plane, random: () => 0.1 })
    await until(() => plane.session?.of('status.end').length === 1, 'a full status')
    plane.cut()
    await until(() => plane.sessions.length === 2 && plane.session?.of('status.end').length === 1, 'another full status')
    for (const session of plane.sessions) {
      expect(session.frames.slice(0, 4).map((frame) => frame.t)).toEqual(['hello', 'status.begin', 'status.page', 'status.end'])
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
    await startAgent({ plane, settings: local })
    const item = runItem(shell('while :; do :; done', { timeoutSeconds: 20 }))
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
    await startAgent({ plane, random: () => 0.1 })
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

describe('commands', () => {
  const command = (plane: TestControlPlane, overrides: object = {}) => {
    const cmdId = randomUUID()
    const epoch = plane.session?.epoch ?? 0
    plane.session?.send('command', { cmdId, verb: 'check', args: {}, ttlMs: 30_000, fence: { epoch }, ...overrides })
    return cmdId
  }

  test('check answers its lines, and report brings a full status', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
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
    await startAgent({ plane, random: () => 0.1 })
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
    await until(() => plane.session?.of('command.result').some((each) => each.cmdId === cmdId), 'answered from the ledger')
    expect(plane.session?.of('status.end')).toHaveLength(1)
  })
})

describe('output', () => {
  const read = (plane: TestControlPlane, runId: string, overrides: object = {}) => {
    const stream = randomUUID()
    plane.session?.send('log.open', { stream, runId, follow: false, creditBytes: 65_536, ...overrides })
    const texts = () =>
      plane.chunks.filter((chunk) => chunk.stream === stream).flatMap((chunk) => chunk.lines.map((line) => line.text))
    const closed = () => plane.session?.of('log.close').find((close) => close.stream === stream)
    return { stream, texts, closed }
  }

  test('output is served while the run goes on, and the end is said', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('for i in 1 2 3 4 5; do echo line $i; sleep 0.1; done'))
    plane.want([item])
    await until(() => plane.run(item.key) !== undefined, 'it is there')
    const log = read(plane, item.key, { follow: true })
    await until(() => log.closed()?.reason === 'end', 'the end')
    expect(log.texts()).toEqual([1, 2, 3, 4, 5].map((number) => `line ${number}`))
  })

  test('no more flows than there is credit for, and every byte arrives once', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('i=0; while [ $i -lt 3000 ]; do echo "line $i of the output"; i=$((i+1)); done'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const log = read(plane, item.key, { creditBytes: 1_000 })
    const bytes = () => log.texts().reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
    let granted = 1_000
    while (log.closed() === undefined) {
      expect(bytes()).toBeLessThanOrEqual(granted)
      granted += 5_000
      plane.session?.send('log.credit', { stream: log.stream, bytes: 5_000 })
      await new Promise((resolve) => {
        setTimeout(resolve, 2)
      })
    }
    expect(log.texts()).toEqual(Array.from({ length: 3_000 }, (_, index) => `line ${index} of the output`))
  })

  test('a reader resumes after a reconnect from the cursor of its last chunk', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local, random: () => 0.1 })
    const item = runItem(shell('for i in 1 2 3 4 5 6; do echo line $i; done'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const first = read(plane, item.key, { creditBytes: 16 })
    await until(() => first.texts().length === 2, 'two lines')
    plane.cut()
    await until(() => plane.sessions.length === 2 && plane.session?.of('hello').length === 1, 'reconnected')
    const second = read(plane, item.key, { cursor: plane.chunks.at(-1)?.cursor })
    await until(() => second.closed() !== undefined, 'the end')
    expect([...first.texts(), ...second.texts()]).toEqual([1, 2, 3, 4, 5, 6].map((number) => `line ${number}`))
  })

  test('a tail gives the last lines of each stream', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('for i in 1 2 3 4 5 6; do echo line $i; done; echo problem >&2'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const log = read(plane, item.key, { tailLines: 2 })
    await until(() => log.closed() !== undefined, 'the end')
    expect(log.texts()).toEqual(['line 5', 'line 6', 'problem'])
  })

  test('one replica can be read alone', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('echo replica $FAIRLEAD_REPLICA_INDEX of $WORLD_SIZE', { replicas: 3 }))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const one = read(plane, item.key, { replica: 2 })
    const all = read(plane, item.key)
    await until(() => one.closed() !== undefined && all.closed() !== undefined, 'both ended')
    expect(one.texts()).toEqual(['replica 2 of 3'])
    expect(all.texts().toSorted()).toEqual([0, 1, 2].map((index) => `replica ${index} of 3`))
  })

  test('the policy local keeps output in the cluster, and redact masks what looks like a secret', async () => {
    const plane = await startPlane()
    plane.logPolicy = 'local'
    await startAgent({ plane, settings: local, random: () => 0.1 })
    const item = runItem(shell('echo password=hunter2hunter2 for you'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const refused = read(plane, item.key)
    await until(() => refused.closed()?.reason === 'refused', 'refused')
    expect(refused.texts()).toEqual([])
    plane.logPolicy = 'redact'
    plane.cut()
    await until(() => plane.sessions.length === 2 && plane.session?.of('hello').length === 1, 'reconnected')
    const masked = read(plane, item.key)
    await until(() => masked.closed() !== undefined, 'the end')
    expect(masked.texts()).toEqual(['password=[hidden] for you'])
  })

  test('output of a run that is not here is not found, and a cancelled stream ends quietly', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    await until(() => plane.session?.of('hello').length === 1, 'connected')
    const missing = read(plane, randomUUID())
    await until(() => missing.closed()?.reason === 'not_found', 'not found')
    const item = runItem(shell('sleep 600'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    const endless = read(plane, item.key, { follow: true })
    plane.session?.send('log.close', { stream: endless.stream, reason: 'cancelled', message: '' })
    plane.want([], [item])
    await until(() => plane.phases(item.key).at(-1) === 'CANCELLED', 'ended')
    expect(endless.closed()).toBeUndefined()
  })

  test('more than the agreed number of streams are refused', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: local })
    const item = runItem(shell('sleep 600'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    const streams = Array.from({ length: 65 }, () => read(plane, item.key, { follow: true }))
    await until(() => streams.at(-1)?.closed()?.reason === 'refused', 'the last was refused')
    expect(streams.slice(0, 64).every((stream) => stream.closed() === undefined)).toBe(true)
    plane.want([], [item])
    await until(() => plane.phases(item.key).at(-1) === 'CANCELLED', 'ended')
  })
})

describe('secrets', () => {
  test('no secret is ever logged or reaches a command: canaries in every input', async () => {
    const plane = await startPlane()
    const canary = `canary-${randomUUID()}`
    const lines: string[] = []
    const token = `join-${canary}`
    plane.tokens.set(token, {})
    process.env.FAIRLEAD_TEST_CANARY = canary
    const agent = await startAgent({ plane, settings: local, lines, token })
    const item = runItem(shell('env; exit 4', { env: [{ name: 'API_KEY', value: canary }] }))
    const refused = runItem(shell('true', { nodes: ['nowhere'], env: [{ name: 'API_KEY', value: canary }] }))
    plane.want([item, refused])
    await until(() => plane.run(item.key)?.phase === 'FAILED', 'it failed')
    plane.cut()
    await until(() => plane.sessions.length === 2, 'reconnected')
    const key = JSON.parse(readFileSync(join(agent.stateDir, 'agent-key.json'), 'utf8')) as { d: string }
    const everything = lines.join('\n')
    expect(everything.length).toBeGreaterThan(100)
    for (const secret of [canary, key.d]) expect(everything).not.toContain(secret)
    const sent = JSON.stringify(plane.sessions.flatMap((session) => session.frames))
    for (const secret of [canary, key.d]) expect(sent).not.toContain(secret)
    const output = readFileSync(join(agent.stateDir, 'runs', `${item.key}-1`, '0', 'out.log'), 'utf8')
    expect(output).toContain(`API_KEY=${canary}`)
    expect(output).not.toContain('FAIRLEAD_TEST_CANARY')
    expect(output).not.toContain('FAIRLEAD_AGENT')
  })
})

describe('the state folder', () => {
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
