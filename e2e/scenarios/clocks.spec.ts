import { expect, test } from '@playwright/test'
import { ADMIN, redeem, sessionOf } from '../console/support/people.ts'
import { fairlead } from '../support/cli.ts'
import { clockOff, ensureFakeClocks } from '../support/clocks.ts'
import { openScene, type Scene } from '../support/scene.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Past the last second that 32 bits can count. */
const YEAR_2038 = Date.parse('2038-02-01T00:00:00Z')

const obstacle = ensureFakeClocks()
test.skip(obstacle !== undefined, obstacle ?? '')

let scene: Scene | undefined
test.afterEach(async () => {
  await scene?.stop()
  scene = undefined
})

/** A job that runs on each of these clusters, and what is told of its times. */
async function runEverywhere({ client, plane, token }: Scene, clusters: readonly string[], now: () => number) {
  await client.departments.create({ name: 'research' })
  await client.projects.create({ name: 'vision', department: 'research' })
  for (const cluster of clusters) {
    const name = `on-${cluster}`
    const command = [process.execPath, '--eval', 'console.log("tick")']
    const args = ['run', '-n', name, '--project', 'vision', '--cluster', cluster, '--cpu', '0.1', '--wait', '--']
    expect(await fairlead([...args, ...command], { url: plane.url, token }), cluster).toMatchObject({ code: 0 })
    const job = await client.jobs.describe(name, { project: 'vision' })
    expect(job.status.phase).toBe('SUCCEEDED')
    for (const at of [job.submittedAt, job.startedAt, job.finishedAt])
      expect(Math.abs(Date.parse(String(at)) - now()), `${cluster}: ${at}`).toBeLessThan(2 * MINUTE)
    const logs = await fairlead(['logs', name, '--project', 'vision'], { url: plane.url, token })
    expect(logs.out).toContain('tick')
  }
}

test('agents whose clocks are minutes, a day or years off enrol, run work and tell times of the control plane', async () => {
  const off = { slow: -5 * MINUTE, fast: 5 * MINUTE, yesterday: -DAY, tomorrow: DAY, later: YEAR_2038 - Date.now() }
  scene = await openScene()
  for (const [name, ms] of Object.entries(off)) await scene.addCluster(name, { driver: 'local', env: clockOff(ms) })
  await runEverywhere(scene, Object.keys(off), Date.now)
})

test('a control plane in the year 2038 takes people in, and agents of today', async () => {
  const off = YEAR_2038 - Date.now()
  scene = await openScene(clockOff(off))
  const link = scene.plane.setupLink()
  if (link === undefined) throw new Error('a new control plane prints a link for its first admin')
  await redeem(link, ADMIN)
  expect(await sessionOf(scene.plane.url, ADMIN)).toBeDefined()
  await scene.addCluster('today', { driver: 'local', env: {} })
  await runEverywhere(scene, ['today'], () => Date.now() + off)
})
