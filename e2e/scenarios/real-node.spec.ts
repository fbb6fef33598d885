import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Job, WorkloadRequest } from '@fairlead/sdk'
import { ROOT, until } from '../../tools/processes/child.ts'
import { ADMIN, redeem, sessionOf } from '../console/support/people.ts'
import { watchForTrouble } from '../console/support/trouble.ts'
import { openRealSite, type RealSite } from '../support/real-site.ts'

/** The first run builds Kubernetes from source. */
test.describe.configure({ mode: 'serial', timeout: 1_800_000 })
test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'real nodes need Linux and root')

let site: RealSite
test.beforeAll(async () => {
  site = await openRealSite((line) => process.stdout.write(`${line}\n`))
  const link = site.plane.setupLink()
  if (link === undefined) throw new Error('a new control plane prints a link for its first admin')
  await redeem(link, ADMIN)
  await site.client.departments.create({ name: 'research' })
  await site.client.projects.create({ name: 'vision', department: 'research' })
})
test.afterAll(() => site?.stop())

const node = (script: string) => ['node', '--input-type=module', '--eval', script]
const SERVER = `
  import { createServer } from 'node:http'
  createServer((_request, response) => response.end('answer of ' + process.env.JOB_ID)).listen(8080)
  console.log('listening')`

test('installed with the printed commands, the agent dials out and passes its own check', async () => {
  await site.install('harbor')
  const { lines } = await site.client.clusters.check('harbor', { network: true })
  // This cluster has no storage, its images were imported and come from no registry, and the check says so.
  const missing = lines.filter(({ ok }) => !ok).map(({ name }) => name)
  expect(missing).toEqual(['storage', 'registry rig.fairlead.test'])
  expect(lines.length).toBeGreaterThan(3)
  const pods = JSON.parse(await site.kubectl('-n', 'fairlead-agent', 'get', 'pods', '-o', 'json')) as {
    items: { status: { containerStatuses: { restartCount: number }[] } }[]
  }
  expect(pods.items.flatMap(({ status }) => status.containerStatuses).map((each) => each.restartCount)).toEqual([0])
})

test('a training job runs in a pod, its output streams to the console', async ({ browser }) => {
  const job = await submit('train', { spec: { command: node(readFileSync(join(ROOT, 'examples/fit.mjs'), 'utf8')) } })
  const context = await browser.newContext({ baseURL: site.plane.url, storageState: await sessionOf(url(), ADMIN) })
  const trouble = await watchForTrouble(context, url)
  const page = await context.newPage()
  await page.goto(`${url()}/workloads/${job.id}?tab=logs`)
  await expect(page.getByRole('log')).toContainText(/epoch +400 +loss 0\.000/, { timeout: 120_000 })
  await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 60_000 })
  expect(trouble.found()).toEqual([])
  await context.close()
})

test('a job tells its progress and its result, with the token of its own pod and no other way out', async () => {
  const script = `
    import { readFileSync } from 'node:fs'
    const tell = async (path, body, token = readFileSync(process.env.FAIRLEAD_TOKEN_FILE, 'utf8')) => {
      const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' }
      const url = process.env.FAIRLEAD_CALLBACK_URL + path
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    const answers = [
      await tell('/v1/progress', { progress: 0.5 }),
      await tell('/v1/result', { result: { loss: 0.125, job: process.env.JOB_ID, type: process.env.JOB_TYPE } }),
      await tell('/v1/result', { result: { loss: 0 } }, 'not-a-token'),
    ]
    console.log(answers.join(' '))`
  const job = await submit('tell', { spec: { command: node(script) } })
  await job.wait({ until: 'finished', timeoutMs: 120_000 })
  expect(await outputOf(job)).toBe('200 200 401\n')
  const [run] = await job.runs()
  expect(run).toMatchObject({ progress: 0.5, result: { loss: 0.125, job: job.id, type: 'job' } })
})

test('a notebook-like server and an endpoint answer inside the cluster', async () => {
  const workspace = await submit('notebook', { kind: 'workspace', spec: { command: node(SERVER), ports: [8080] } })
  const endpoint = await submit('model', { kind: 'endpoint', spec: { command: node(SERVER), ports: [8080] } })
  for (const server of [workspace, endpoint]) {
    await server.wait({ until: 'running', timeoutMs: 120_000 })
    const address = await until(`${server.name} has an address`, async () => {
      const [run] = await server.runs()
      return run?.address ?? undefined
    })
    const target = /^https?:/.test(address) ? address : `http://${address}`
    const asking = await submit(`ask-${server.name}`, {
      spec: { command: node(`console.log(await (await fetch('${target}')).text())`), retry: { max: 3 } },
    })
    await asking.wait({ until: 'finished', timeoutMs: 120_000 })
    expect(asking.status, await outputOf(asking)).toMatchObject({ phase: 'SUCCEEDED' })
    expect(await outputOf(asking)).toContain(`answer of ${server.id}`)
    await server.cancel()
    await server.wait({ until: 'finished', timeoutMs: 120_000 })
  }
})

test('with its namespace wiped and installed anew, the agent adopts what runs and restarts nothing', async () => {
  const long = await submit('long', { spec: { command: node(`console.log('begun'); setTimeout(() => {}, 45_000)`) } })
  await long.wait({ until: 'running', timeoutMs: 120_000 })
  const before = await podsOf(long)
  await site.kubectl('delete', 'namespace', 'fairlead-agent', '--wait=true')
  await until('the loss is seen', async () => ((await site.client.clusters.get('harbor')).connected ? undefined : true))
  await site.install('harbor')
  await long.wait({ until: 'finished', timeoutMs: 180_000 })
  expect(long.status).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
  expect((await long.runs()).length).toBe(1)
  expect(before).toHaveLength(1)
  expect(await podsOf(long)).toEqual(before)
  expect(await outputOf(long)).toBe('begun\n')
})

async function submit(name: string, request: Omit<WorkloadRequest, 'project' | 'name'>): Promise<Job> {
  const { spec, ...rest } = request
  return await site.client.jobs.submit({
    project: 'vision',
    name,
    ...rest,
    spec: { image: site.image, resources: { cpu: 0.2, memory: '256Mi' }, ...spec },
  })
}

async function outputOf(job: Job): Promise<string> {
  let text = ''
  for await (const item of job.logs()) if (item.type === 'line') text += `${item.text}\n`
  return text
}

/** Name and uid of each pod that the job has. */
async function podsOf(job: Job): Promise<string[]> {
  const of = ['-n', 'vision', 'get', 'pods', '-l', `fairlead.dev/workload-id=${job.id}`]
  const found = await site.kubectl(
    ...of,
    '-o',
    'jsonpath={range .items[*]}{.metadata.name}/{.metadata.uid}{"\\n"}{end}',
  )
  return found.split('\n').filter((line) => line !== '')
}

function url(): string {
  return site.plane.url
}
