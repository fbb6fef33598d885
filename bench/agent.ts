import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@fairlead/sdk'
import { agentRights } from '@fairlead/rig/cluster/agent-rights'
import { ownName } from '@fairlead/rig/cluster/ring'
import { startCluster } from '@fairlead/rig/cluster/start-cluster'
import { addKwokNodes } from '@fairlead/rig/kwok/add-kwok-nodes'
import { startAgent } from '../tools/processes/agent.ts'
import { until } from '../tools/processes/child.ts'
import { startControlPlane } from '../tools/processes/control-plane.ts'
import { freePort } from '../tools/processes/free-port.ts'
import { machine, report } from './machine.ts'
import { rssOf } from './memory.ts'

/**
 * One agent with the rights of its chart before a real API server with 1,000 simulated nodes of 8 GPUs: 5,000 jobs go through the public API to running pods. What the agent weighs,
 * computes and sends while they start, and while nothing happens but the nodes' own heartbeats.
 */
const NODES = Number(process.env['BENCH_NODES'] ?? 1_000)
const PODS = Number(process.env['BENCH_PODS'] ?? 5_000)
const BATCH = 100
const QUIET_SECONDS = 60

const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
chmodSync(home, 0o755)
const say = (line: string) => process.stderr.write(`${line}\n`)
const cluster = await startCluster({ name: ownName('bench'), say })
const plane = await startControlPlane({ dataDir: join(home, 'data'), port: await freePort() })
const client = new Client({ url: plane.url, token: plane.adminToken('bench') })
const healthPort = await freePort()
let agent: ReturnType<typeof startAgent> | undefined
try {
  await addKwokNodes(cluster, { count: NODES, shape: 'nvidia-h100', say })
  await client.departments.create({ name: 'bench' })
  await client.projects.create({ name: 'bench', department: 'bench' })
  const { join: invitation } = await client.clusters.create({ name: 'large' })
  agent = startAgent({
    url: plane.url,
    stateDir: join(home, 'agent'),
    driver: 'kubernetes',
    joinToken: invitation.token,
    env: {
      FAIRLEAD_AGENT_KUBECONFIG: await agentRights(cluster, { projectNamespaces: ['bench'], say }),
      FAIRLEAD_AGENT_NAMESPACES: 'bench',
      FAIRLEAD_AGENT_HEALTH_PORT: String(healthPort),
    },
  })
  const { pid } = agent
  await until('all nodes are known', async () => ((await readyNodes()) === NODES ? true : undefined), 120_000)
  const before = await reading(pid)
  say(`submitting ${PODS} jobs`)
  for (let from = 0; from < PODS; from += BATCH) {
    await client.jobs.submitBatch(
      Array.from({ length: Math.min(BATCH, PODS - from) }, () => ({
        project: 'bench',
        spec: {
          image: 'registry.example/train:1',
          command: ['train'],
          env: { FAIRLEAD_SIMULATED_DURATION: '24h' },
          resources: { cpu: 1, memory: '4Gi', gpu: 1 },
          timeout: '2d',
        },
      })),
    )
  }
  await until('all pods run', async () => ((await running()) === PODS ? true : undefined), 900_000)
  const busy = await reading(pid)
  report({
    bench: 'agent',
    case: `${PODS} jobs start on ${NODES} nodes`,
    seconds: round(busy.at - before.at),
    startsPerSecond: round(PODS / (busy.at - before.at)),
    cpuMilli: Math.round(((busy.cpu - before.cpu) / (busy.at - before.at)) * 1000),
    rssMib: busy.rss,
    sentBytesPerRun: Math.round((busy.sent - before.sent) / PODS),
    bar: { rssMib: 150 },
    ...machine(),
  })
  await wait(15_000)
  const quietFrom = await reading(pid)
  await wait(QUIET_SECONDS * 1000)
  const quiet = await reading(pid)
  report({
    bench: 'agent',
    case: `${PODS} pods run on ${NODES} nodes, nothing happens`,
    cpuMilli: Math.round(((quiet.cpu - quietFrom.cpu) / (quiet.at - quietFrom.at)) * 1000),
    rssMib: quiet.rss,
    sentBytesPerSecond: Math.round((quiet.sent - quietFrom.sent) / (quiet.at - quietFrom.at)),
    bar: { rssMib: 150, cpuMilli: 50 },
    ...machine(),
  })
} finally {
  await agent?.stop()
  await plane.child.stop(30_000)
  await cluster.stop()
  rmSync(home, { recursive: true, force: true })
}

async function readyNodes(): Promise<number> {
  return (await client.clusters.get('large')).nodes.ready
}

async function running(): Promise<number> {
  return (await client.jobs.tally({ project: 'bench' }))[0]?.phases.RUNNING ?? 0
}

/** Seconds of wall and of processor, MiB, and bytes that went to the control plane. */
async function reading(pid: number): Promise<{ at: number; cpu: number; rss: number; sent: number }> {
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
  const [, , ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '0 0 ')
    .split(' ')
  const ticks = Number(rest[11]) + Number(rest[12])
  return {
    at: performance.now() / 1000,
    cpu: ticks / 100,
    rss: rssOf(pid),
    sent: Number(/^fairlead_agent_sent_bytes_total (\S+)$/m.exec(text)?.[1] ?? Number.NaN),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
