import type { Page } from '@playwright/test'
import { expect, test } from './support/console-test.ts'
import { CROWD, fillWithWaiting } from './support/crowd.ts'

test.describe.configure({ timeout: 180_000 })

const ROWS_MAX = 60

test.beforeAll(async ({ house }) => {
  await fillWithWaiting(house)
})

function table(page: Page) {
  return page.getByRole('table', { name: 'Waiting work' })
}

async function open(page: Page, address = '/queues') {
  await page.goto(address)
  await expect(table(page).getByRole('row', { name: /listen-0001/ })).toBeVisible()
}

test('10,000 waiting workloads are counted by reason, drawn as a screenful, and read wherever one scrolls', async ({
  page,
  scan,
}) => {
  await open(page)
  await expect(page.getByRole('region', { name: 'Waiting' })).toContainText('10,000 workloads')
  const reasons = page.getByRole('group', { name: 'Reasons' })
  await expect(reasons.getByRole('button', { name: /larger than any node/ })).toContainText('4')
  await expect(table(page)).toHaveAttribute('aria-rowcount', '10003')
  await scan('10,000 waiting workloads')

  const last = table(page).getByRole('row', { name: new RegExp(`train-${CROWD.vision}`) })
  await table(page).evaluate((element) => element.parentElement?.scrollTo({ top: 1e9 }))
  await expect(last).toBeVisible()
  await expect(last).toContainText('7,000')
  expect(await table(page).getByRole('row').count()).toBeLessThanOrEqual(ROWS_MAX)
  await table(page).evaluate((element) => element.parentElement?.scrollTo({ top: 32 * 5000 }))
  await expect(
    table(page)
      .getByRole('row', { name: /train-19\d\d/ })
      .first(),
  ).toBeVisible()
  expect(await table(page).getByRole('row').count()).toBeLessThanOrEqual(ROWS_MAX)
})

test('what no waiting helps stands on top, and filters stand in the address', async ({ page, scan }) => {
  await open(page)
  const never = page.getByRole('group', { name: 'Waiting alone does not help' })
  await expect(never).toContainText('4 workloads will not start by waiting')
  await never.getByRole('link', { name: 'Show these 4' }).click()
  await expect(page).toHaveURL(/permanent=true/)
  await expect(table(page)).toHaveAttribute('aria-rowcount', '6')
  await scan('what will not start')
  await page.reload()
  await expect(table(page)).toHaveAttribute('aria-rowcount', '6')
  await page.getByRole('link', { name: 'Show all that waits' }).click()

  await page.getByLabel('Filter by name').fill('listen-29')
  await expect(page).toHaveURL(/q=listen-29/)
  await expect(table(page)).toHaveAttribute('aria-rowcount', '102')
  await expect(table(page).getByRole('row', { name: /listen-2900/ })).toContainText('2,900')
  await page.goto('/queues?project=vision')
  await expect(page.getByRole('region', { name: 'Waiting' })).toContainText('7,000 workloads')
  await expect(table(page).getByText('speech')).toHaveCount(0)
})

test('the queue is walked, explained and reordered with the keyboard alone', async ({ page, scan }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(table(page).getByRole('row', { name: /listen-0001/ })).toBeVisible()
  await expect(page.getByRole('status').getByText('Live')).toBeVisible()
  for (const name of ['listen-0001', 'listen-0002', 'listen-0003']) {
    await page.keyboard.press('j')
    await expect(table(page).getByRole('link', { name })).toBeFocused()
  }
  await page.keyboard.press('p')
  const panel = page.getByRole('complementary')
  await expect(panel).toContainText('2 ahead of 3,000 in its queue')
  await scan('why one of many waits')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)

  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Move listen-0003' })
  await expect(dialog).toContainText('listen-0003 is 3 of 3,000 in speech')
  await expect(dialog).toContainText('fairlead queue move')
  await scan('the question before a move')
  await dialog.getByRole('button', { name: 'Move', exact: true }).press('Enter')
  await expect(page.getByText('listen-0003 is now 1 of 3,000')).toBeVisible()
  await expect(table(page).getByRole('row').filter({ hasText: 'listen-000' }).first()).toContainText('listen-0003')
})

test('a workload is moved beside another with the mouse, and what cannot be is refused with the reason', async ({
  page,
  scan,
  trouble,
}) => {
  trouble.allow(/409 \(Conflict\)/)
  await open(page)
  await page.getByRole('button', { name: 'Actions on listen-0005' }).click()
  await scan('actions on one that waits')
  await page.getByRole('menuitem', { name: 'Move before or after …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move listen-0005' })
  await dialog.getByLabel('Waiting workload').fill('train-0001')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('another project')
  await dialog.getByLabel('Waiting workload').fill('listen-0001')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText('listen-0005 is now 2 of 3,000')).toBeVisible()
})

test('decisions and the oldest waits stand beside the queue', async ({ page }) => {
  await open(page)
  await expect(page.getByRole('region', { name: 'Recent decisions' })).toContainText('holder-1 of vision on atlas')
  await expect(page.getByRole('region', { name: 'Oldest waits' })).toContainText('giant-1')
  await page.goto('/')
  await expect(page.getByRole('link', { name: /4 larger than any node/ })).toBeVisible()
})

test.describe('somebody who may only look', () => {
  test.use({ as: 'viewer' })
  test('sees why work waits, and no way to change its place', async ({ page }) => {
    await open(page)
    await page.getByRole('button', { name: 'Actions on listen-0004' }).click()
    await expect(page.getByRole('menuitem')).toHaveText(['Why it waits'])
  })
})
