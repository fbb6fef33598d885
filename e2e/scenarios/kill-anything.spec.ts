import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { isFinal, type WorkloadRequest } from '@fairlead/sdk'
import { until } from '../../tools/processes/child.ts'
import { openScene, type Scene } from '../support/scene.ts'

const LOCAL = 120
const SIMULATED = 80
/** Long enough to outlive every kill below. */
const SECONDS = 40

let scene: Scene
test.beforeAll(async () => {
  scene = await openScene()
  await scene.client.departments.create({ name: 'ops' })
  await scene.client.projects.create({ name: 'endurance', department: 'ops' })
  await scene.addCluster('host', {
    driver: 'local',
    env: { FAIRLEAD_AGENT_LOCAL_CPU: '200', FAIRLEAD_AGENT_LOCAL_MEMORY: '400Gi' },
  })
  await scene.addCluster('sim', { driver: 'simulated' })
})
test.afterEach(() => {
  const { status, expectedStatus } = test.info()
  if (status === expectedStatus) return
  process.stdout.write(`the control plane said last:\n${scene.plane.child.output().slice(-8_000)}\n`)
})
test.afterAll(() => scene.stop())

test('kill -9 of everything in turn: every run ends right, none twice, none lost', async () => {
  const starts = join(scene.home, 'starts')
  const wanted = new Map<string, number>()
  const requests = [
    ...Array.from({ length: LOCAL }, (_, index) => localWork(index, starts)),
    ...Array.from({ length: SIMULATED }, (_, index) => simulatedWork(index)),
  ]
  for (let from = 0; from < requests.length; from += 100) {
    const part = requests.slice(from, from + 100)
    const ids = await scene.client.jobs.submitBatch(part.map(({ exitCode: _exitCode, ...request }) => request))
    for (const [index, id] of ids.entries()) wanted.set(id, part[index]?.exitCode ?? -1)
  }
  await until('all 200 run at once', async () => ((await running()) === LOCAL + SIMULATED ? true : undefined), 60_000)

  const kills: [string, () => Promise<void>][] = [
    [
      'control plane',
      async () => {
        process.kill(scene.plane.child.pid, 'SIGKILL')
        await scene.plane.child.exited
        await wait(1_500)
        await scene.restartPlane()
      },
    ],
    ['agent of host', () => killAgent('host')],
    ['agent of sim', () => killAgent('sim')],
    [
      'PostgreSQL',
      async () => {
        process.kill(scene.plane.postgresPid(), 'SIGKILL')
        await wait(1_000)
      },
    ],
    [
      'control plane and both agents at once',
      async () => {
        for (const agent of scene.agents.values()) process.kill(agent.pid, 'SIGKILL')
        process.kill(scene.plane.child.pid, 'SIGKILL')
        await scene.plane.child.exited
        await scene.restartPlane()
        scene.restartAgent('host')
        scene.restartAgent('sim')
      },
    ],
  ]
  for (const [what, kill] of kills) {
    await kill()
    await until(
      `after the kill of the ${what} everybody is back`,
      async () => {
        const clusters = await scene.client.clusters.list().catch(() => [])
        return clusters.length === 2 && clusters.every((cluster) => cluster.connected) ? true : undefined
      },
      60_000,
    )
    process.stdout.write(`killed: ${what}; ${await running()} of ${LOCAL + SIMULATED} still run\n`)
  }

  await until(
    'everything has ended',
    async () => {
      const [tally] = await scene.client.jobs.tally({ project: 'endurance' })
      return Object.entries(tally?.phases ?? {}).every(([phase, count]) => count === 0 || isFinal(phase as never))
        ? true
        : undefined
    },
    120_000,
  )

  const counts = { right: 0, wrong: 0, lost: 0, extraRuns: 0 }
  const seen = new Set<string>()
  for await (const job of scene.client.jobs.list({ project: 'endurance', pageSize: 500 })) {
    seen.add(job.id)
    const exitCode = wanted.get(job.id)
    const isRight = job.status.phase === (exitCode === 0 ? 'SUCCEEDED' : 'FAILED') && job.status.exitCode === exitCode
    if (isRight) counts.right += 1
    else counts.wrong += 1
    counts.extraRuns += (await job.runs()).length - 1
  }
  counts.lost = [...wanted.keys()].filter((id) => !seen.has(id)).length
  const lines = existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n') : []
  const started = { commands: lines.length, distinct: new Set(lines).size }
  process.stdout.write(
    `kill-anything: ${JSON.stringify({ workloads: wanted.size, ...counts, localStarts: started })}\n`,
  )

  expect(counts).toEqual({ right: LOCAL + SIMULATED, wrong: 0, lost: 0, extraRuns: 0 })
  expect(started).toEqual({ commands: LOCAL, distinct: LOCAL })
})

async function running(): Promise<number> {
  const [tally] = await scene.client.jobs.tally({ project: 'endurance' })
  return tally?.phases.RUNNING ?? 0
}

async function killAgent(name: string): Promise<void> {
  const agent = scene.agents.get(name)
  if (!agent) throw new Error(`no agent of ${name}`)
  process.kill(agent.pid, 'SIGKILL')
  await agent.exited
  await wait(500)
  scene.restartAgent(name)
}

/** Real processes: each writes one line when its command starts. Every tenth fails on purpose. */
function localWork(index: number, starts: string): WorkloadRequest & { exitCode: number } {
  const exitCode = index % 10 === 0 ? 3 : 0
  return {
    exitCode,
    project: 'endurance',
    name: `real-${index}`,
    spec: {
      command: ['/bin/sh', '-c', `echo "$FAIRLEAD_RUN_ID" >> ${starts}; sleep ${SECONDS}; exit ${exitCode}`],
      resources: { cpu: 1, memory: '64Mi' },
      placement: { clusters: ['host'] },
    },
  }
}

function simulatedWork(index: number): WorkloadRequest & { exitCode: number } {
  const exitCode = index % 10 === 0 ? 5 : 0
  return {
    exitCode,
    project: 'endurance',
    name: `simulated-${index}`,
    spec: {
      command: ['true'],
      resources: { cpu: 1, memory: '64Mi' },
      placement: { clusters: ['sim'] },
      annotations: {
        'fairlead.dev/simulated-duration': String(SECONDS),
        'fairlead.dev/simulated-exit-code': String(exitCode),
      },
    },
  }
}
