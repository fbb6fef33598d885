import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { eventually, tokenFor, useControlPlane } from '../../control-plane/test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../control-plane/test/scene.ts'
import { fairlead, type Ran } from './fake-host.ts'

const plane = useControlPlane({ FAIRLEAD_FORECAST_SECONDS: '1' })
const folder = mkdtempSync(join(tmpdir(), 'fairlead-cli-'))
const SAMPLES = join(import.meta.dirname, 'samples')
let env: Record<string, string>
let cluster: SceneCluster
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(line: string, code = 0): Promise<Ran> {
  const ran = await fairlead(line.split(' '), { env, now: Date.now() })
  if (ran.code !== code) throw new Error(`fairlead ${line} ended with ${ran.code}:\n${ran.out}${ran.err}`)
  return ran
}

function changeFile(text: string): string {
  const file = join(folder, 'change.yaml')
  writeFileSync(file, text)
  return file
}

/** Two projects on four GPUs: vision has run two jobs of 2 GPUs, speech one of 4 that waited for them, and one waits still. */
beforeAll(async () => {
  const [admin] = await plane.plane().app.database.system.db.select().from(users)
  env = {
    FAIRLEAD_URL: plane.url(),
    FAIRLEAD_TOKEN: await tokenFor(plane.plane(), admin ?? { id: '', organizationId: '' }),
    XDG_CONFIG_HOME: folder,
    NO_COLOR: '1',
  }
  await addProjects(plane, { vision: 2, speech: 2 })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 4 }])
  const { agent } = cluster
  const first = [
    await submit(plane.api, 'vision', 'v-1', { resources: { gpu: 2 }, timeout: '2h' }),
    await submit(plane.api, 'vision', 'v-2', { resources: { gpu: 2 }, timeout: '2h' }),
  ]
  for (const { id } of first) agent.reportRun(await itemOf(agent, id), 'RUNNING', { startedAgoMs: 3_600_000 })
  for (const { id } of first) await inPhase(plane.api, id, 'RUNNING')
  await submit(plane.api, 'vision', 'v-3', { resources: { gpu: 2 }, timeout: '2h' })
})

test('offer tells by pool and cluster how many would start now, and how many after preemption', async () => {
  const { out } = await run('offer --project speech --gpu 1')
  expect(out).toMatch(/POOL +CLUSTER +NOW +AFTER PREEMPTION +STOPPED FOR IT +STARTS/)
  expect(out).toMatch(new RegExp(`default +${cluster.name} +0 +2 +1`))
  const all = JSON.parse((await run('offer --project vision --gpu 4 -o json')).out) as { items: unknown[] }
  const { items } = all
  expect(items).toMatchObject([{ now: 0, afterPreemption: 0, start: { samples: 20 } }])
  expect((await run('offer --project vision --gpu 4')).out).toMatch(/p50 \d\d:\d\d, p90 \d\d:\d\d/)
  const quick = JSON.parse((await run('offer --project vision --gpu 4 --no-estimates -o json')).out) as typeof all
  expect(quick.items).toMatchObject([{ now: 0, start: null }])
  const { err } = await run('offer --project speech --gpu 1 --type H900', 2)
  expect(err).toContain('no node has a GPU of the type "H900"')
})

test('a dry run says where it would start, whom it would stop, or when it would start', async () => {
  const preempting = await run('run --dry-run --project speech --gpu 2 -- true')
  expect(preempting.out).toContain('# it would start in cluster')
  expect(preempting.out).toMatch(/# it would stop 1 run of vision: v-\d/)
  const waiting = await run('run --dry-run --project vision --gpu 2 -- true')
  expect(waiting.out).toMatch(/# start: p50 [\d:-]+/)
  const never = await run('run --dry-run --project vision --gpu 64 -- true')
  expect(never.out).toContain('# it would wait for ever unless something is changed')
  const advice = async (what: string) => {
    const { out } = await run(`run --dry-run --project vision ${what} -o json -- true`)
    return (JSON.parse(out) as { outlook: { suggestions: { text: string }[] | null } }).outlook.suggestions
  }
  expect(await advice('--gpu 64')).toMatchObject([{ text: expect.stringContaining('64 GPUs') as string }])
  expect((await advice('--gpu 2'))?.[0]?.text).toMatch(/^wait /)
})

test('eta gives a range and how far to trust it, and says when there is none', async () => {
  await eventually(
    'a forecast',
    async () => {
      const { body } = await plane.api<{ items: { startEstimate: unknown }[] }>('GET', '/workloads?search=v-3')
      return body.items[0]?.startEstimate ? true : undefined
    },
    20_000,
  )
  const { out } = await run('eta v-3')
  expect(out.replaceAll('\n', ' ')).toMatch(
    /v-3 \(vision\) starts: p50 \d\d:\d\d, p90 \d\d:\d\d .*from 40 simulated futures, \d+s ago; no earlier forecast of this pool has been put to the test yet/,
  )
  expect((await run('eta v-1')).out).toContain('v-1 (vision) is RUNNING, and started at')
  await submit(plane.api, 'vision', 'giant', { resources: { gpu: 64 } })
  await eventually('it is explained', async () =>
    (await run('eta giant')).out.includes('cannot start until something is changed') ? true : undefined,
  )
  await run('eta not-there', 4)
})

test('simulate plays the past with a change, and says who gains', async () => {
  const file = changeFile('changes:\n  - { kind: add-nodes, count: 1, like: gpu-1 }\n')
  const { out } = await run(`simulate -f ${file} --window 1d`)
  expect(out).toMatch(/4 workloads from .* played twice/)
  expect(out).toMatch(/vision +default +4 .* gains/)
  expect(out).toContain('Gain: vision')
  expect(out).toContain('- work runs as long as it did')
  const report = JSON.parse((await run(`simulate -f ${file} -o json`)).out) as {
    projects: { before: { waitMeanMs: number }; after: { waitMeanMs: number } }[]
    pools: { before: { capacity: { gpu: number } }; after: { capacity: { gpu: number } } }[]
  }
  expect(report.projects[0]?.after.waitMeanMs).toBeLessThan(report.projects[0]?.before.waitMeanMs ?? 0)
  expect(report.pools[0]).toMatchObject({ before: { capacity: { gpu: 4000 } }, after: { capacity: { gpu: 8000 } } })
})

test('simulate takes every field of every change, and says what is weak', async () => {
  const example = readFileSync(join(import.meta.dirname, '../../../examples/what-if/every-rule.yaml'), 'utf8')
  const { body } = await plane.api<{ department: { name: string } }>('GET', '/projects/vision')
  const file = changeFile(
    example
      .replaceAll('research', body.department.name)
      .replaceAll('atlas', cluster.name)
      .replace('nodes: [gpu-0]', 'nodes: [gpu-1]'),
  )
  const { out } = await run(`simulate -f ${file} --window 1d`)
  expect(out).toMatch(/workloads from .* played twice/)
  const weak = changeFile('changes:\n  - { kind: quota, project: speech, gpu: { deserved: 2, lendLimit: 3 } }\n')
  expect((await run(`simulate -f ${weak}`)).out).toContain('Beware: queue "speech" deserves 2 GPUs and cannot lend 3')
})

test('simulate plays a trace in place of the past', async () => {
  const file = changeFile('changes:\n  - kind: quota\n    project: speech\n    gpu: { deserved: 4, weight: 3 }\n')
  const { out } = await run(`simulate -f ${file} --trace ${join(SAMPLES, 'philly.csv')}`)
  expect(out).toMatch(/5 workloads from/)
  expect(out).toContain('queues of the trace')
})

test('what is wrong with a change file is told with its line', async () => {
  const wrong = async (text: string) => (await run(`simulate -f ${changeFile(text)}`, 2)).err
  expect(await wrong('changes:\n  - kind: quota\n    project: vizion\n')).toMatch(
    /there is no project "vizion"; there are: speech, vision.*change\.yaml:3:5/s,
  )
  expect(await wrong('changes:\n  - kind: add-nodes\n    count: 0\n    like: gpu-1\n')).toContain('change.yaml:3:5')
  expect(await wrong('changes:\n  - kind: quota\n    project: vision\n    gpu: { deserved: 4, limit: 2 }\n')).toMatch(
    /may hold only 2 GPUs.*change\.yaml:4:\d+/s,
  )
  expect(await wrong('changes:\n  - kind: grow\n')).toContain('change.yaml:2:5')
  expect(await wrong('changes:\n  - kind: node-pool\n    maxwait: 12h\n')).toMatch(
    /Unrecognized key: "maxwait".*change\.yaml:2:5/s,
  )
  expect(await wrong('quotas: []\n')).toContain('change.yaml:1:1')
  expect(await wrong('changes: [\n')).toContain('this is not YAML')
})

test('only who may set every quota may play with them', async () => {
  const viewer = await plane.as('viewer', { kind: 'organization', id: plane.organizationId() })
  const { status } = await viewer('POST', '/what-if', { changes: [{ kind: 'policy', preemptionsMaxPerRound: 1 }] })
  expect(status).toBe(403)
})
