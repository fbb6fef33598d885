import { expect, test as base, type Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { openDemoHouse, PROJECT, type DemoHouse } from './support/demo-house.ts'
import { watchForTrouble } from './support/trouble.ts'
import { Walk } from './support/walk.ts'

/** `FAIRLEAD_DAYS=large` walks them on 10,000 workloads; each prints its clicks and seconds. */
const SIZE = process.env['FAIRLEAD_DAYS'] === 'large' ? 'large' : 'small'

const test = base.extend<{ open: (as: 'admin' | 'scientist') => Promise<Walk> }, { house: DemoHouse }>({
  house: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await openDemoHouse(SIZE)
      await use(house)
      await house.stop()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  open: async ({ browser, house }, use) => {
    const pages: { page: Page; found: () => string[] }[] = []
    await use(async (as) => {
      const context = await browser.newContext({ baseURL: house.plane.url, storageState: house.sessions[as] })
      const trouble = await watchForTrouble(context, () => house.plane.url)
      const page = await context.newPage()
      pages.push({ page, found: () => trouble.found() })
      await page.goto('/')
      await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
      return new Walk(page)
    })
    for (const { page, found } of pages) {
      await expectAccessible(page, 'the end of the day')
      expect(found()).toEqual([])
      await page.context().close()
    }
  },
})

test.describe.configure({ timeout: 120_000 })
test.use({ actionTimeout: 20_000 })

test('a day of an admin: find the waste, lend quota, explain a wait, drain a node', async ({ open }) => {
  const walk = await open('admin')
  const { page } = walk
  const panel = page.getByRole('complementary')
  await walk.step('Find the waste: who holds GPUs and does not use them', async () => {
    const waste = page.getByRole('region', { name: 'GPU hours not used' })
    await walk.click(waste.getByRole('link', { name: 'Usage', exact: true }))
    await walk.click(
      page
        .getByRole('radio', { name: 'User', exact: true })
        .or(page.getByRole('button', { name: 'User', exact: true })),
    )
    await expect(page.getByRole('region', { name: 'GPU hours by user' }).getByRole('row').nth(1)).toBeVisible()
  })
  await walk.step('Lend quota: a project lends at most half of what it does not use', async () => {
    await walk.click(page.getByRole('link', { name: 'Projects & quota' }))
    await walk.click(page.getByRole('link', { name: PROJECT, exact: true }))
    const gpu = panel.getByRole('group', { name: 'GPU' })
    await walk.click(gpu.getByText('Borrowing, lending and users'))
    await walk.click(gpu.getByLabel('Lends at most: unlimited'))
    await walk.type(gpu.getByLabel('Lends at most', { exact: true }), '4')
    await expect(panel.getByRole('list', { name: 'What will change' })).toContainText('GPU lend limit')
    await walk.click(panel.getByRole('button', { name: 'Set 1 value' }))
    await expect(page.getByText(`Quota of ${PROJECT}`)).toBeVisible()
  })
  await walk.step('Explain a wait: why one of those that wait does not start', async () => {
    await walk.click(page.getByRole('link', { name: 'Queues', exact: true }))
    const waiting = page.getByRole('table', { name: 'Waiting work' })
    await walk.click(waiting.getByRole('button', { name: /^Actions on/ }).first())
    await walk.click(page.getByRole('menuitem', { name: 'Why it waits' }))
    await expect(panel).toContainText(/Needs|goes first|go first|its fair share|of higher priority/)
  })
  await walk.step('Drain a node: nothing new comes, and what runs there moves', async () => {
    await walk.click(page.getByRole('link', { name: 'Clusters', exact: true }))
    await walk.click(page.getByRole('link', { name: 'hamburg', exact: true }))
    const node = page.getByRole('link', { name: 'hamburg-h100-r01-0', exact: true })
    await walk.click(node)
    await walk.click(panel.getByRole('button', { name: 'Drain', exact: true }))
    const dialog = page.getByRole('dialog', { name: 'Drain hamburg-h100-r01-0' })
    await expect(dialog).toContainText('New work is held back from it')
    await expect(dialog).toContainText('fairlead node drain hamburg-h100-r01-0')
    await walk.click(dialog.getByRole('button', { name: 'Drain node' }))
    await expect(page.getByText('hamburg-h100-r01-0 takes no new work')).toBeVisible()
    await expect(panel.getByText('Cordoned')).toBeVisible()
    await expect(panel).toContainText('Nothing runs here.', { timeout: 60_000 })
  })
  await walk.step('Let work come to it again', async () => {
    await walk.click(panel.getByRole('button', { name: 'Uncordon' }))
    await walk.click(page.getByRole('dialog').getByRole('button', { name: 'Let work come again' }))
    await expect(page.getByText('hamburg-h100-r01-0 takes work again')).toBeVisible()
  })
  process.stdout.write(`\n${walk.table('A day of an admin')}\n`)
})

test('a day of a scientist: submit, follow, clone, compare', async ({ open }) => {
  const walk = await open('scientist')
  const { page } = walk
  const title = page.getByRole('heading', { level: 1 })
  await walk.step('Submit: a first try', async () => {
    await walk.click(page.getByRole('link', { name: 'Submit workload' }).first())
    await walk.click(page.getByRole('button', { name: /^Project/ }))
    await walk.click(page.getByRole('option', { name: PROJECT }))
    await walk.type(page.getByLabel('Name', { exact: true }), 'first-try')
    await walk.type(page.getByLabel('Command', { exact: true }), 'python train.py')
    await walk.click(page.getByRole('button', { name: 'Submit workload' }))
    await expect(title).toHaveText('first-try')
  })
  await walk.step('Follow: it runs, and what it writes is read', async () => {
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
    await walk.click(page.getByRole('tab', { name: 'Logs' }))
    await expect(page.getByRole('log')).toContainText(/\S/)
  })
  await walk.step('Clone: the same again under another name', async () => {
    await walk.click(page.getByRole('link', { name: 'Clone' }))
    await expect(page.getByLabel('Command', { exact: true })).toHaveValue('python train.py')
    await walk.type(page.getByLabel('Name', { exact: true }), 'second-try')
    await walk.click(page.getByRole('button', { name: 'Submit clone' }))
    await expect(title).toHaveText('second-try')
  })
  await walk.step('Compare: what the second try does otherwise', async () => {
    await walk.click(page.getByRole('button', { name: 'Compare', exact: true }))
    const dialog = page.getByRole('dialog', { name: 'Compare with' })
    await walk.click(dialog.getByRole('button', { name: /^first-try/ }).first())
    await expect(title).toHaveText('Compare workloads')
    await expect(page.getByRole('main')).toContainText('first-try')
    await expect(page.getByRole('main')).toContainText('second-try')
  })
  process.stdout.write(`\n${walk.table('A day of a scientist')}\n`)
})
