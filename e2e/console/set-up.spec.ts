import { openScene, type Scene } from '../support/scene.ts'
import { expect, test as base } from './support/console-test.ts'
import { ADMIN } from './support/people.ts'

const test = base.extend<object, { empty: Scene }>({
  empty: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const empty = await openScene()
      await use(empty)
      await empty.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  // Nobody of the house comes here, so that it need not be opened.
  storageState: undefined,
  url: async ({ empty }, use) => await use(empty.plane.url),
})
test.use({ as: 'nobody' })

test('a one-time link makes the first admin and never works again; an empty control plane says on each page what it is for', async ({
  page,
  scan,
  trouble,
  empty,
}) => {
  const link = empty.plane.setupLink() ?? ''
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Welcome aboard' })).toBeVisible()
  expect(page.url(), 'the secret leaves the address bar').not.toContain('#')
  await scan('set-up')
  await page.getByLabel('Email').fill(ADMIN.email)
  await page.getByLabel('Name').fill(ADMIN.name)
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()

  for (const [name, says] of [
    ['Overview', 'No cluster yet'],
    ['Workloads', 'No workload yet'],
    ['Queues', 'No queue yet'],
    ['Clusters', 'No cluster yet'],
    ['Projects & quota', 'No department yet'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByRole('heading', { name: says })).toBeVisible()
  }
  // An empty page says how it is filled from a shell, with the address that this one has.
  await expect(page.getByText(`fairlead login --url ${new URL(page.url()).origin}`)).toBeVisible()
  await scan('first steps from a shell')

  trouble.allow(/status of 4\d\d/)
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByText('This link cannot be used.')).toBeVisible()
})
