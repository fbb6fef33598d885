import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { digestOf } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { DesiredStore, toStored } from '../src/store/desired-store.ts'
import { applied, LOCAL, startAgent, startPlane, testLogger } from './in-process-agent.ts'
import { runItem, runSpec, shellSpec, simulatedSpec } from './run-body.ts'
import { until } from './until.ts'

describe.concurrent('desired state', () => {
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
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('echo hello; sleep 0.2; exit 3'))
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

describe.concurrent('starts', () => {
  test('what was wanted before a restart is not started until the control plane has said that it still is', async () => {
    const plane = await startPlane()
    const first = await startAgent({ plane, settings: LOCAL, random: () => 0.1 })
    await until(() => plane.session?.of('hello').length === 1, 'connected')
    await first.stop()
    // Killed between the answer to the revision and the start.
    const item = { ...runItem(shellSpec('true')), rev: 1 }
    const store = DesiredStore.open({ stateDir: first.stateDir, log: testLogger() })
    store.apply({ fromRev: 0, toRev: 1, upserts: [toStored(item)], removals: [] })
    await store.close()
    plane.mischief.refuseUpgrades = 503
    await startAgent({ plane, stateDir: first.stateDir, settings: LOCAL, random: () => 0.1 })
    await until(() => plane.upgrades >= 3, 'it has called')
    expect(readdirSync(join(first.stateDir, 'runs'))).toEqual([])
    // Meanwhile the run went elsewhere.
    plane.cluster.rev = 2
    plane.cluster.removed.set(`run\t${item.key}`, { kind: 'run', key: item.key, rev: 2 })
    plane.mischief.refuseUpgrades = undefined
    await applied(plane)
    expect(plane.run(item.key)).toBeUndefined()
    expect(readdirSync(join(first.stateDir, 'runs'))).toEqual([])
  })
})

describe.concurrent('declines', () => {
  test('what cannot be realised here is declined with code and sentence, and never started', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: { ...LOCAL, localCpu: 2, localMemory: '1Gi', localGpus: 0 } })
    const cases = {
      NODE_UNKNOWN: runItem(shellSpec('true', { nodes: ['elsewhere'] })),
      NO_ROOM: runItem(shellSpec('true', { resources: { cpu: 4_000 } })),
      UNSUPPORTED: runItem(runSpec({ image: 'registry.example/train:1' })),
    }
    const gpu = runItem(shellSpec('true', { resources: { gpu: 1_000 } }))
    const secret = runItem(shellSpec('true', { env: [{ name: 'KEY', secretRef: { name: 's', key: 'k' } }] }))
    plane.want([...Object.values(cases), gpu, secret])
    await until(() => plane.failures.length === 5, 'all were declined')
    for (const [code, item] of Object.entries(cases)) {
      expect(plane.failures.find((failure) => failure.key === item.key)).toMatchObject({ code, generation: 1 })
    }
    expect(plane.failures.find((failure) => failure.key === gpu.key)).toMatchObject({
      code: 'NO_ROOM',
      retryable: false,
    })
    expect(plane.failures.find((failure) => failure.key === secret.key)?.message).toContain('KEY')
    expect(plane.run(cases.NO_ROOM.key)).toBeUndefined()
  })

  test('a decline is said again after a reconnect, and stands after a restart', async () => {
    const plane = await startPlane()
    const settings = { ...LOCAL, localCpu: 1 }
    const first = await startAgent({ plane, settings })
    const item = runItem(shellSpec('true', { resources: { cpu: 4_000 } }))
    plane.want([item])
    await until(() => plane.failures.length === 1, 'it was declined')
    plane.cut()
    await until(() => plane.failures.length === 2, 'it was said again')
    await first.stop()
    // There would be room now, but the run may have been given to another cluster.
    await startAgent({ plane, stateDir: first.stateDir, settings: { ...LOCAL, localCpu: 8 } })
    await until(() => plane.failures.length === 3, 'it was said after the restart')
    expect(plane.run(item.key)).toBeUndefined()
  })

  test('a local driver must be asked for by name', async () => {
    const plane = await startPlane()
    await expect(startAgent({ plane, settings: { driver: undefined } })).rejects.toThrow('driver is not set')
  })
})
