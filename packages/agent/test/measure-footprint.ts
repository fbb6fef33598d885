/**
 * Prints what an agent costs, one JSON line for each situation: `node packages/agent/test/measure-footprint.ts`. The agent is its own
 * process and is measured from outside, through /proc.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DesiredItem } from '@fairlead/protocol'
import { readStat } from '../src/lib/process-identity.ts'
import { runItem, simulatedSpec } from './run-body.ts'
import { TestControlPlane } from './test-control-plane.ts'

/** Another build of the agent can be named. */
const PROGRAM = process.argv[2] ?? join(import.meta.dirname, '../bin/fairlead-agent.mjs')
const WATCH_MS = 20_000

await measure('idle, 4 nodes', { nodes: 4, runs: 0 })
await measure('1,000 nodes, 5,000 runs of ten minutes', { nodes: 1_000, runs: 5_000, seconds: 600 })
await measure('1,000 nodes, 5,000 runs of ten seconds, each replaced when it has ended', {
  nodes: 1_000,
  runs: 5_000,
  seconds: 10,
})

async function measure(name: string, load: { nodes: number; runs: number; seconds?: number }): Promise<void> {
  const plane = await TestControlPlane.start()
  Object.assign(plane.timers, { heartbeatMs: 15_000, metricsMs: 15_000 })
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-measure-'))
  writeFileSync(join(folder, 'token'), plane.newToken())
  const fleet = [{ count: load.nodes, shape: { cpu: 64, memory: 524_288, gpu: 8, gpuModel: 'H100' } }]
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      FAIRLEAD_AGENT_CONTROL_PLANE_URL: plane.origin,
      FAIRLEAD_AGENT_STATE_DIR: join(folder, 'state'),
      FAIRLEAD_AGENT_JOIN_TOKEN_FILE: join(folder, 'token'),
      FAIRLEAD_AGENT_DRIVER: 'simulated',
      FAIRLEAD_AGENT_SIMULATED_FLEET: JSON.stringify(fleet),
      FAIRLEAD_AGENT_LOG_LEVEL: 'warn',
    },
  })
  const pid = child.pid ?? 0
  await waitUntil(() => plane.session?.of('status.end').length === 1)
  const beganAt = performance.now()
  const cpuBefore = readStat(pid)?.cpuTicks ?? 0
  let ended = 0
  let place = 0
  const fresh = (count: number): Omit<DesiredItem, 'rev'>[] =>
    Array.from({ length: count }, () =>
      runItem(
        simulatedSpec(load.seconds ?? 1, 0, {
          nodes: [`sim-${(place += 1) % load.nodes}`],
          resources: { cpu: 1_000, memory: 4_096, gpu: 1_000 },
        }),
      ),
    )
  for (let left = load.runs; left > 0; left -= 200) plane.want(fresh(Math.min(200, left)))
  if (load.runs > 0) {
    await waitUntil(
      () =>
        [...plane.statuses.values()].filter((item) => item.kind === 'run' && item.phase !== 'STARTING').length >=
        load.runs,
    )
  }
  const allRunningMs = Math.round(performance.now() - beganAt)
  const cpuStart = readStat(pid)?.cpuTicks ?? 0
  const until = performance.now() + WATCH_MS
  while (performance.now() < until) {
    const done: string[] = []
    for (const item of plane.statuses.values())
      if (item.kind === 'run' && item.phase === 'SUCCEEDED') done.push(item.key)
    if (done.length > 0) {
      for (const key of done) plane.statuses.delete(`run\t${key}`)
      ended += done.length
      plane.want(
        fresh(done.length),
        done.map((key) => ({ kind: 'run', key })),
      )
      for (const session of plane.sessions) session.frames.splice(4)
      plane.history.clear()
      plane.cluster.removed.clear()
    }
    await pause(100)
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mib = (field: string): number =>
    Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  const cpuMilli = Math.round((((readStat(pid)?.cpuTicks ?? 0) - cpuStart) * 10 * 1_000) / WATCH_MS)
  console.log(
    JSON.stringify({
      name,
      ...load,
      node: process.version,
      rssMib: mib('VmRSS'),
      rssPeakMib: mib('VmHWM'),
      cpuMilli,
      ...(load.runs > 0 ? { allRunningMs, startCpuMs: (cpuStart - cpuBefore) * 10 } : {}),
      ...(ended > 0 ? { endedPerSecond: Math.round(ended / (WATCH_MS / 1_000)) } : {}),
      declined: plane.failures.length,
      problems: plane.problems.length,
    }),
  )
  child.kill('SIGKILL')
  await plane.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function waitUntil(look: () => boolean): Promise<void> {
  while (!look()) await pause(20)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
