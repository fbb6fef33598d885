import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LOCAL, startAgent, startPlane } from './in-process-agent.ts'
import { runItem, shellSpec } from './run-body.ts'
import type { TestControlPlane } from './test-control-plane.ts'
import { until } from './until.ts'

describe.concurrent('output', () => {
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
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('for i in 1 2 3 4 5; do echo line $i; sleep 0.1; done'))
    plane.want([item])
    await until(() => plane.run(item.key) !== undefined, 'it is there')
    const log = read(plane, item.key, { follow: true })
    await until(() => log.closed()?.reason === 'end', 'the end')
    expect(log.texts()).toEqual([1, 2, 3, 4, 5].map((number) => `line ${number}`))
  })

  test('no more flows than there is credit for, and every byte arrives once', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('i=0; while [ $i -lt 3000 ]; do echo "line $i of the output"; i=$((i+1)); done'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const log = read(plane, item.key, { creditBytes: 1_000 })
    const bytes = () => log.texts().reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
    await until(() => bytes() > 900, 'the credit is used')
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
    expect(bytes()).toBeLessThanOrEqual(1_000)
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
    await startAgent({ plane, settings: LOCAL, random: () => 0.1 })
    const item = runItem(shellSpec('for i in 1 2 3 4 5 6; do echo line $i; done'))
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
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('for i in 1 2 3 4 5 6; do echo line $i; done; echo problem >&2'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
    const log = read(plane, item.key, { tailLines: 2 })
    await until(() => log.closed() !== undefined, 'the end')
    expect(log.texts()).toEqual(['line 5', 'line 6', 'problem'])
  })

  test('one replica can be read alone', async () => {
    const plane = await startPlane()
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('echo replica $FAIRLEAD_REPLICA_INDEX of $WORLD_SIZE', { replicas: 3 }))
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
    await startAgent({ plane, settings: LOCAL, random: () => 0.1 })
    const item = runItem(shellSpec('echo password=hunter2hunter2 for you'))
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
    await startAgent({ plane, settings: LOCAL })
    await until(() => plane.session?.of('hello').length === 1, 'connected')
    const missing = read(plane, randomUUID())
    await until(() => missing.closed()?.reason === 'not_found', 'not found')
    const item = runItem(shellSpec('sleep 600'))
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
    await startAgent({ plane, settings: LOCAL })
    const item = runItem(shellSpec('sleep 600'))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    const streams = Array.from({ length: 65 }, () => read(plane, item.key, { follow: true }))
    await until(() => streams.at(-1)?.closed()?.reason === 'refused', 'the last was refused')
    expect(streams.slice(0, 64).every((stream) => stream.closed() === undefined)).toBe(true)
    plane.want([], [item])
    await until(() => plane.phases(item.key).at(-1) === 'CANCELLED', 'ended')
  })
})

describe.concurrent('secrets', () => {
  test('no secret is ever logged or reaches a command: canaries in every input', async () => {
    const plane = await startPlane()
    const canary = `canary-${randomUUID()}`
    const lines: string[] = []
    const token = `join-${canary}`
    plane.tokens.set(token, {})
    process.env.FAIRLEAD_TEST_CANARY = canary
    const agent = await startAgent({ plane, settings: LOCAL, lines, token, random: () => 0.1 })
    const item = runItem(shellSpec('env; exit 4', { env: [{ name: 'API_KEY', value: canary }] }))
    const refused = runItem(shellSpec('true', { nodes: ['nowhere'], env: [{ name: 'API_KEY', value: canary }] }))
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
