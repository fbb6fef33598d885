import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startAgent } from '../tools/processes/agent.ts'
import { until, type Child } from '../tools/processes/child.ts'
import { startControlPlane } from '../tools/processes/control-plane.ts'
import { freePort } from '../tools/processes/free-port.ts'
import { machine, quantile, report } from './machine.ts'
import { postgresRss, rssOf } from './memory.ts'

/**
 * A burst of 1,000 workloads over 10 agents, through the public API, real PostgreSQL and real agents with simulated nodes: how long from the
 * moment a submission is in the database to the moment its running report is. And what the parts weigh.
 */
const AGENTS = 10
const WORKLOADS = 1_000
const BATCH = 50

const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
chmodSync(home, 0o755)
const agents: Child[] = []
const started = performance.now()
const plane = await startControlPlane({
  dataDir: join(home, 'data'),
  port: await freePort(),
  env: { FAIRLEAD_LOG_LEVEL: 'info' },
})
const readyMs = performance.now() - started
try {
  const api = client(plane.url, plane.adminToken('bench'))
  await wait(2_000)
  report({
    bench: 'end-to-end',
    case: 'idle control plane with PostgreSQL',
    readyMs: Math.round(readyMs),
    rssMib: rssOf(plane.child.pid) + postgresRss(plane.postgresPid()),
    controlPlaneRssMib: rssOf(plane.child.pid),
    postgresRssMib: postgresRss(plane.postgresPid()),
    bar: { readyMs: 2000, rssMib: 300 },
    ...machine(),
  })

  await api('POST', '/departments', { name: 'bench' })
  await api('POST', '/projects', { name: 'bench', department: 'bench' })
  for (let index = 0; index < AGENTS; index += 1) {
    const { join: token } = await api<{ join: { token: string } }>('POST', '/clusters', { name: `c${index}` })
    const fleet = [
      { count: 20, shape: { cpu: 64, memory: '256Gi', gpu: 8, gpuModel: 'H100' }, namePrefix: `c${index}-n` },
    ]
    const env = {
      FAIRLEAD_AGENT_SIMULATED_FLEET: JSON.stringify(fleet),
      FAIRLEAD_AGENT_SIMULATED_START_DELAY_SECONDS: '0',
    }
    agents.push(
      startAgent({
        url: plane.url,
        stateDir: join(home, `c${index}`),
        driver: 'simulated',
        joinToken: token.token,
        env,
      }),
    )
  }
  await until(
    'all nodes are known',
    async () => {
      const { nodes } = await api<{ nodes: { ready: number } }>('GET', '/overview')
      return nodes.ready === AGENTS * 20 ? true : undefined
    },
    60_000,
  )
  await wait(2_000)

  const workloads = Array.from({ length: WORKLOADS }, () => ({
    project: 'bench',
    spec: {
      command: ['true'],
      resources: { cpu: 1, gpu: 1 },
      annotations: { 'fairlead.dev/simulated-duration': '120' },
    },
  }))
  const burst = performance.now()
  const ids: string[] = []
  for (let from = 0; from < WORKLOADS; from += BATCH) {
    const { ids: some } = await api<{ ids: string[] }>('POST', '/workload-batches', {
      workloads: workloads.slice(from, from + BATCH),
    })
    ids.push(...some)
  }
  const submittedMs = performance.now() - burst
  await until(
    'all run',
    async () => {
      const { items } = await api<{ items: { phases: { RUNNING?: number } }[] }>('GET', '/workload-tally?project=bench')
      return items[0]?.phases.RUNNING === WORKLOADS ? true : undefined
    },
    120_000,
  )
  const allRunningMs = performance.now() - burst
  const latencies: number[] = []
  for (const id of ids) {
    const { items } = await api<{ items: { phase: string; at: string }[] }>('GET', `/workloads/${id}/timeline`)
    const at = (phase: string) => Date.parse(items.find((event) => event.phase === phase)?.at ?? '')
    latencies.push(at('RUNNING') - at('QUEUED'))
  }
  latencies.sort((a, b) => a - b)
  report({
    bench: 'end-to-end',
    case: `burst of ${WORKLOADS} over ${AGENTS} agents`,
    submitToRunningMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: latencies.at(-1) },
    submitPerSecond: Math.round(WORKLOADS / (submittedMs / 1000)),
    allRunningMs: Math.round(allRunningMs),
    controlPlaneRssMib: rssOf(plane.child.pid),
    agentRssMib: {
      median: quantile(
        agents.map((agent) => rssOf(agent.pid)).toSorted((a, b) => a - b),
        0.5,
      ),
    },
    bar: { p99Ms: 1000 },
    peer: 'MultiKueue, burst of 1,000 over 10 workers: about 15 min with stock client limits, about 10 s with 1,000 QPS (kueue issues 8564, 14973 and PR 13936, published, not run here)',
    ...machine(),
  })
} finally {
  await Promise.all(agents.map((agent) => agent.stop()))
  await plane.child.stop()
  rmSync(home, { recursive: true, force: true })
}

function client(url: string, token: string) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}
