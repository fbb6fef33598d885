import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../src/lib/seeded-random.ts'
import { startPlane, temporaryFolder } from './in-process-agent.ts'
import { runItem, runSpec, simulatedSpec } from './run-body.ts'
import { spawnAgent, tokenFile, type SpawnedAgent } from './spawned-agent.ts'
import type { TestControlPlane } from './test-control-plane.ts'
import { until } from './until.ts'

const KILLS = 10
const RUNS_PER_KILL = 5

/** Orders as they come to a control plane: it forgets a run when its end was reported. */
function forgetEnded(plane: TestControlPlane, keys: string[]): void {
  const ended = keys.filter(
    (key) =>
      plane.cluster.desired.has(`run\t${key}`) &&
      ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(plane.run(key)?.phase ?? ''),
  )
  if (ended.length > 0)
    plane.want(
      [],
      ended.map((key) => ({ kind: 'run', key })),
    )
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

test.concurrent(
  'an agent that is killed at any moment, many times, loses no run and starts none twice',
  { timeout: 120_000 },
  async () => {
    const seed = `${Date.now()}`
    const random = seededRandom(seed)
    const plane = await startPlane()
    const stateDir = temporaryFolder()
    const starts = join(temporaryFolder(), 'starts')
    writeFileSync(starts, '')
    const settings = {
      FAIRLEAD_AGENT_DRIVER: 'local',
      FAIRLEAD_AGENT_LOCAL_CPU: '1000',
      FAIRLEAD_AGENT_JOIN_TOKEN_FILE: tokenFile(plane),
    }
    const expected = new Map<string, { exitCode: number; replicas: number }>()
    const agents: SpawnedAgent[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      const agent = spawnAgent({ plane, stateDir, settings })
      agents.push(agent)
      const connected = plane.sessions.length
      await until(() => plane.sessions.length > connected, `the agent came back (seed ${seed})`)
      const items = Array.from({ length: RUNS_PER_KILL }, () => {
        const exitCode = random() < 0.3 ? 3 : 0
        const replicas = random() < 0.3 ? 2 : 1
        const script = `echo $FAIRLEAD_RUN_ID $FAIRLEAD_REPLICA_INDEX >>${starts}; sleep ${(random() * 1.5).toFixed(2)}; exit ${exitCode}`
        const item = runItem(runSpec({ command: ['/bin/sh', '-c', script], replicas, resources: {} }))
        expected.set(item.key, { exitCode, replicas })
        return item
      })
      plane.want(items)
      forgetEnded(plane, [...expected.keys()])
      // From before the first byte arrives to long after everything runs.
      await pause(random() * random() * 400)
      agent.child.kill('SIGKILL')
      expect(await agent.ended).toBe('SIGKILL')
    }
    spawnAgent({ plane, stateDir, settings })
    for (const [key, { exitCode }] of expected) {
      const want = exitCode === 0 ? 'SUCCEEDED' : 'FAILED'
      await until(() => plane.run(key)?.phase === want, `run ${key} ended as ${want} (seed ${seed})`)
    }
    const counts = new Map<string, number>()
    for (const line of readFileSync(starts, 'utf8').split('\n')) {
      if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1)
    }
    for (const [key, { exitCode, replicas }] of expected) {
      expect(counts.get(`${key} 0`) ?? 0, `starts of ${key} (seed ${seed})`).toBeLessThanOrEqual(1)
      // A replica of a gang that has failed may have been stopped before it began; every other one has begun once.
      if (exitCode === 0) {
        for (let index = 0; index < replicas; index += 1) expect(counts.get(`${key} ${index}`)).toBe(1)
      }
    }
    expect(Math.max(...counts.values())).toBe(1)
    expect(plane.problems).toEqual([])
  },
)

test.concurrent('a simulated world goes on while its agent is dead, and the ends are told afterwards', async () => {
  const plane = await startPlane()
  const stateDir = temporaryFolder()
  const settings = { FAIRLEAD_AGENT_DRIVER: 'simulated', FAIRLEAD_AGENT_JOIN_TOKEN_FILE: tokenFile(plane) }
  const agent = spawnAgent({ plane, stateDir, settings })
  const items = [0.3, 0.5, 60].map((seconds) => runItem(simulatedSpec(seconds)))
  plane.want(items)
  await until(() => items.every((item) => plane.run(item.key) !== undefined), 'all are known')
  agent.child.kill('SIGKILL')
  await agent.ended
  await pause(1_500)
  spawnAgent({ plane, stateDir, settings })
  const [short, middle, long] = items.map((item) => item.key)
  await until(() => plane.run(short ?? '')?.phase === 'SUCCEEDED', 'the short one ended')
  await until(() => plane.run(middle ?? '')?.phase === 'SUCCEEDED', 'the middle one ended')
  const { startedAgoMs = 0, finishedAgoMs = 0 } = plane.run(short ?? '') ?? {}
  expect(Math.abs(startedAgoMs - finishedAgoMs - 300)).toBeLessThan(5)
  await until(() => plane.run(long ?? '')?.phase === 'RUNNING', 'the long one runs')
})

test.concurrent('TERM ends the agent with a goodbye and leaves its runs alone', async () => {
  const plane = await startPlane()
  const stateDir = temporaryFolder()
  const settings = { FAIRLEAD_AGENT_DRIVER: 'local', FAIRLEAD_AGENT_JOIN_TOKEN_FILE: tokenFile(plane) }
  const agent = spawnAgent({ plane, stateDir, settings })
  const item = runItem(runSpec({ command: ['/bin/sh', '-c', 'sleep 1.5; echo survived'] }))
  plane.want([item])
  await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
  agent.child.kill('SIGTERM')
  expect(await agent.ended).toBe(0)
  expect(plane.sessions[0]?.closed?.code).toBe(1001)
  const output = join(stateDir, 'runs', `${item.key}-1`, '0', 'out.log')
  await until(() => readFileSync(output, 'utf8') === 'survived\n', 'it went on')
  spawnAgent({ plane, stateDir, settings })
  await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'its end was found')
})

test.concurrent('a second agent on the same state folder refuses with a sentence, and a killed one leaves the folder free', async () => {
  const plane = await startPlane()
  const stateDir = temporaryFolder()
  const settings = { FAIRLEAD_AGENT_DRIVER: 'simulated', FAIRLEAD_AGENT_JOIN_TOKEN_FILE: tokenFile(plane) }
  const first = spawnAgent({ plane, stateDir, settings })
  await until(() => plane.session?.of('hello').length === 1, 'connected')
  const second = spawnAgent({ plane, stateDir, settings })
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain(`is in use by another agent (process ${first.child.pid} on `)
  first.child.kill('SIGKILL')
  await first.ended
  spawnAgent({ plane, stateDir, settings })
  await until(() => plane.sessions.length === 2, 'the third has it')
})

test.concurrent('of many agents that fight for a folder that a killed one left, exactly one gets it', async () => {
  const plane = await startPlane()
  const stateDir = temporaryFolder()
  writeFileSync(join(stateDir, 'lock.3'), JSON.stringify({ pid: 1, start: 'never', boot: 'before', host: 'h' }))
  const settings = { FAIRLEAD_AGENT_DRIVER: 'simulated', FAIRLEAD_AGENT_JOIN_TOKEN_FILE: tokenFile(plane) }
  const agents = Array.from({ length: 4 }, () => spawnAgent({ plane, stateDir, settings }))
  const ends: (number | string)[] = []
  for (const agent of agents) void agent.ended.then((end) => ends.push(end))
  await until(() => ends.length === agents.length - 1 && plane.session?.of('hello').length === 1, 'one is left')
  expect(new Set(ends)).toEqual(new Set([1]))
})

test.concurrent('a wrong setting ends the agent with one message and exit code 2', async () => {
  const agent = spawnAgent({
    settings: { FAIRLEAD_AGENT_CONTROL_PLANE_URL: 'ftp://x', FAIRLEAD_AGENT_HEALTH_PORT: 'many' },
  })
  expect(await agent.ended).toBe(2)
  expect(agent.output()).toContain('controlPlaneUrl: must be a URL')
  expect(agent.output()).toContain('driver is not set (FAIRLEAD_AGENT_DRIVER)')
  expect(agent.output()).toContain('healthPort')
  expect(agent.output()).not.toContain('    at ')
})

test.concurrent('the join token may come from standard input, and probes tell how the agent is', async () => {
  const plane = await startPlane()
  const token = plane.newToken()
  const agent = spawnAgent({
    plane,
    stateDir: temporaryFolder(),
    args: ['--join-token-file', '-'],
    stdin: token,
    settings: {
      FAIRLEAD_AGENT_DRIVER: 'simulated',
      FAIRLEAD_AGENT_HEALTH_PORT: '0',
      FAIRLEAD_AGENT_LOG_LEVEL: 'debug',
    },
  })
  await until(() => plane.session?.of('hello').length === 1, 'connected')
  const port = await until(() => /"port":(\d+)/.exec(agent.output())?.[1], 'the port is logged')
  const ask = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  expect((await ask('/health')).status).toBe(200)
  expect((await ask('/ready')).status).toBe(200)
  const metrics = await (await ask('/metrics')).text()
  expect(metrics).toContain('fairlead_agent_up 1')
  expect(metrics).toMatch(/fairlead_agent_resident_bytes \d+/)
  await plane.stop()
  await until(async () => (await ask('/ready')).status === 503, 'not ready without a control plane')
  expect((await ask('/health')).status).toBe(200)
  expect(agent.output()).not.toContain(token)
})
