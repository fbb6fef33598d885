import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { addKwokNodes } from '@fairlead/rig/kwok/add-kwok-nodes'
import { openRealSite } from '../e2e/support/real-site.ts'
import { until } from '../tools/processes/child.ts'
import { machine, report } from './machine.ts'
import { rssOf } from './memory.ts'

/**
 * One agent, installed with its chart into a pod, before a real API server with 1,000 simulated nodes of 8 GPUs: 5,000 jobs go through the public API to running pods. What the agent weighs,
 * computes and sends while they start, and while nothing happens but the nodes' own heartbeats.
 */
const NODES = Number(process.env['BENCH_NODES'] ?? 1_000)
const PODS = Number(process.env['BENCH_PODS'] ?? 5_000)
const BATCH = 100
const QUIET_SECONDS = 60

const say = (line: string) => process.stderr.write(`${line}\n`)
const site = await openRealSite(say)
const { client } = site
try {
  await client.departments.create({ name: 'bench' })
  await client.projects.create({ name: 'bench', department: 'bench' })
  // While the real node is the only one, since the agent can run nowhere else.
  await site.install('large')
  await addKwokNodes(site.cluster, { count: NODES, shape: 'nvidia-h100', say })
  const [address = '', uid = ''] = (await agentPod()).split(' ')
  const pid = pidOf(uid)
  // And the real one.
  await until('all nodes are known', async () => ((await readyNodes()) === NODES + 1 ? true : undefined), 120_000)
  const before = await reading(pid, address)
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
  const busy = await reading(pid, address)
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
  const quietFrom = await reading(pid, address)
  await wait(QUIET_SECONDS * 1000)
  const quiet = await reading(pid, address)
  report({
    bench: 'agent',
    case: `${PODS} pods run on ${NODES} nodes, nothing happens`,
    cpuMilli: Math.round(((quiet.cpu - quietFrom.cpu) / (quiet.at - quietFrom.at)) * 1000),
    rssMib: quiet.rss,
    sentBytesPerSecond: Math.round((quiet.sent - quietFrom.sent) / (quiet.at - quietFrom.at)),
    bar: { rssMib: 150, cpuMilli: 50 },
    ...machine(),
  })
} catch (error) {
  say(await lastWords())
  throw error
} finally {
  await site.stop()
}

/** What the agent's pod tells of a container that ended before its time. */
async function lastWords(): Promise<string> {
  const logs = ['logs', '-l', 'app.kubernetes.io/name=fairlead-agent', '--tail', '20']
  const ends = 'jsonpath={.items[*].status.containerStatuses[*].lastState}'
  const pods = ['get', 'pods', '-l', 'app.kubernetes.io/name=fairlead-agent', '-o', ends]
  const asked = [pods, ['get', 'events'], [...logs, '--previous'], logs].map((args) =>
    site.kubectl('-n', 'fairlead-agent', ...args).catch(String),
  )
  return (await Promise.all(asked)).join('\n---\n')
}

/** Address and uid of the agent's pod. */
async function agentPod(): Promise<string> {
  const selector = ['get', 'pods', '-l', 'app.kubernetes.io/name=fairlead-agent']
  return await site.kubectl(
    '-n',
    'fairlead-agent',
    ...selector,
    '-o',
    'jsonpath={.items[0].status.podIP} {.items[0].metadata.uid}',
  )
}

/** The agent's process, as this machine sees it. */
function pidOf(podUid: string): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isInPod = readFileSync(`/proc/${entry}/cgroup`, 'utf8').includes(podUid)
      if (isInPod && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('main.js')) return Number(entry)
    } catch {
      // The process ended while we looked.
    }
  }
  throw new Error(`the agent's pod ${podUid} has no process`)
}

async function readyNodes(): Promise<number> {
  return (await client.clusters.get('large')).nodes.ready
}

async function running(): Promise<number> {
  return (await client.jobs.tally({ project: 'bench' }))[0]?.phases.RUNNING ?? 0
}

/** Seconds of wall and of processor, MiB, and bytes that went to the control plane. */
async function reading(pid: number, address: string): Promise<{ at: number; cpu: number; rss: number; sent: number }> {
  const text = await (await fetch(`http://${address}:8081/metrics`)).text()
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
