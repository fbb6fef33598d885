import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ROOT } from '../../tools/processes/child.ts'
import { ADMIN, redeem, sessionOf } from '../console/support/people.ts'
import { watchForTrouble } from '../console/support/trouble.ts'
import { fairlead } from '../support/cli.ts'
import { openScene, type Scene } from '../support/scene.ts'

let scene: Scene
test.beforeAll(async () => {
  scene = await openScene()
  const link = scene.plane.setupLink()
  if (link === undefined) throw new Error('a new control plane prints a link for its first admin')
  await redeem(link, ADMIN)
  await scene.client.departments.create({ name: 'research' })
  await scene.client.projects.create({ name: 'vision', department: 'research' })
  await scene.addCluster('desk', { driver: 'local', env: {} })
  await scene.addCluster('atlas', { driver: 'simulated', env: {} })
})
test.afterAll(() => scene.stop())

/** Work of a driver, and how it is submitted: by flags, and by a file. */
const PLACES = [
  {
    driver: 'local',
    prints: /loss/,
    submit: (name: string) =>
      ['run', '-n', name, '--project', 'vision', '--cluster', 'desk', '--cpu', '1', '-o', 'name'].concat([
        '--',
        process.execPath,
        join(ROOT, 'examples/fit.mjs'),
      ]),
    submitLong: (name: string) => ['run', '-n', name, '--project', 'vision', '--cluster', 'desk', '--', 'sleep', '600'],
  },
  {
    driver: 'simulated',
    prints: /\S/,
    submit: (name: string) => ['apply', '-f', manifest(name, 8), '-o', 'name'],
    submitLong: (name: string) => ['apply', '-f', manifest(name, 600)],
  },
]

for (const place of PLACES) {
  test(`submitted by command line, seen to run in the console, read and cancelled: ${place.driver}`, async ({
    browser,
  }) => {
    const access = { url: scene.plane.url, token: scene.token }
    const context = await browser.newContext({
      baseURL: access.url,
      storageState: await sessionOf(access.url, ADMIN),
    })
    const trouble = await watchForTrouble(context, () => access.url)
    const page = await context.newPage()
    await page.goto('/workloads')
    await expect(page.getByRole('heading', { name: 'Workloads', exact: true })).toBeVisible()

    const name = `fit-${place.driver}`
    expect(await fairlead(place.submit(name), access)).toMatchObject({ code: 0, out: `${name}\n` })

    // The page was open before: the row comes by itself, and so does what becomes of it.
    const row = page.getByRole('row').filter({ hasText: name })
    await expect(row).toContainText('Running')
    await row.getByRole('link', { name }).click()
    await page.getByRole('tab', { name: 'Logs' }).click()
    await expect(page.getByRole('log')).toContainText(place.prints)
    await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 60_000 })

    const logs = await fairlead(['logs', name, '--project', 'vision'], access)
    expect(logs.code).toBe(0)
    expect(logs.out).toMatch(place.prints)
    const got = await fairlead(['get', name, '--project', 'vision', '-o', 'json'], access)
    expect(JSON.parse(got.out)).toMatchObject({ status: { phase: 'SUCCEEDED', exitCode: 0 } })

    const other = `idle-${place.driver}`
    expect((await fairlead(place.submitLong(other), access)).code).toBe(0)
    await page.goto('/workloads')
    const doomed = page.getByRole('row').filter({ hasText: other })
    await expect(doomed).toContainText('Running')
    expect((await fairlead(['cancel', other, '--project', 'vision'], access)).code).toBe(0)
    await expect(doomed).toContainText('Cancelled')

    expect(trouble.found()).toEqual([])
    await context.close()
  })
}

function manifest(name: string, seconds: number): string {
  const file = join(scene.home, `${name}.yaml`)
  writeFileSync(
    file,
    `kind: Job
metadata: {name: ${name}, project: vision}
spec:
  command: [python, train.py]
  placement: {clusters: [atlas]}
  annotations: {fairlead.dev/simulated-duration: '${seconds}'}
`,
  )
  return file
}
