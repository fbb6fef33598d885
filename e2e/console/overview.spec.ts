import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'
import { GPUS } from './support/house.ts'

test('the overview says how many GPUs work, who borrows, what waits and why, and follows without a reload', async ({
  page,
  house,
}) => {
  await page.goto('/')
  const main = page.getByRole('main')
  await expect(main.getByRole('link', { name: /GPUs allocated/ })).toContainText(`0 of ${GPUS}`)
  const borrower = await holdGpus(house, 'borrows', 8, 'speech')
  await expect(main.getByRole('link', { name: /GPUs allocated/ })).toContainText(`8 of ${GPUS}`)
  const pool = main.getByRole('table', { name: 'GPUs by pool' }).getByRole('row').filter({ hasText: 'default' })
  await expect(pool.getByRole('cell')).toHaveText(['default', /8 \/ 16/, '4', '0'])
  const owner = await holdGpus(house, 'owns', 8)
  const waiter = await holdGpus(house, 'waits', 8, 'speech')
  await expect(main.getByRole('link', { name: /GPUs allocated/ })).toContainText(`${GPUS} of ${GPUS}`)
  await expect(pool.getByRole('cell')).toHaveText(['default', /16 \/ 16/, '4', '8'])
  await expect(main.getByRole('region', { name: 'Waiting' })).toContainText('waits of speech')
  await expect(main.getByRole('region', { name: 'Waiting' })).toContainText(/1 its fair share is used|Needs 8 GPUs/)
  await Promise.all([borrower, owner, waiter].map((job) => job.cancel()))
  await expect(main.getByRole('link', { name: /GPUs allocated/ })).toContainText(`0 of ${GPUS}`)
})

test('the overview shows what was held and used over time, how many GPUs work, and gives each part as a file', async ({
  page,
}) => {
  await page.goto('/')
  const main = page.getByRole('main')
  await expect(main.getByRole('link', { name: /GPUs allocated/ })).toContainText('all healthy')
  await expect(main.getByRole('region', { name: 'GPUs over time' })).toBeVisible()
  const file = page.waitForEvent('download')
  await main.getByRole('button', { name: 'Download clusters as CSV' }).click()
  expect((await file).suggestedFilename()).toMatch(/^clusters-.*\.csv$/)
  await main.getByRole('link', { name: /Nodes ready/ }).click()
  await expect(page).toHaveURL(/\/nodes/)
})

test('the picture of nodes is filtered as their pages are, and the filter stands in the address', async ({
  page,
  scan,
}) => {
  await page.goto('/')
  const picture = page.getByRole('region', { name: 'GPUs by node' })
  await expect(picture).toContainText('2 nodes;')
  await picture.getByRole('searchbox', { name: 'Name, model or key=value' }).fill('atlas-1')
  await expect(picture).toContainText('1 node;')
  await expect(page).toHaveURL(/q=atlas-1/)
  await page.goto('/?state=%5B%22cordoned%22%5D&cluster=atlas')
  await expect(picture).toContainText('No node is like that.')
  await scan('no node is like that')
  await picture.getByRole('button', { name: /State/ }).first().click()
  await page.getByRole('option', { name: 'Ready', exact: true }).click()
  await expect(picture).toContainText('2 nodes;')
  await page.keyboard.press('Escape')
  await picture.getByRole('link', { name: 'Nodes', exact: true }).click()
  await expect(page).toHaveURL(/\/nodes\?.*cluster=atlas/)
})

test('a time that is chosen on one page holds on the others, and a link says its own', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Time: Last 7 days' }).click()
  await page.getByRole('group', { name: 'Time' }).getByRole('button', { name: 'Last 30 days' }).click()
  await expect(page).toHaveURL(/range=30d/)
  await page.getByRole('link', { name: 'Usage', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Time: Last 30 days' })).toBeVisible()
  await expect(page).toHaveURL(/range=30d/)
  await page.goto('/clusters/atlas?tab=usage')
  await expect(page.getByRole('button', { name: 'Time: Last 30 days' })).toBeVisible()
  await page.goto('/usage?range=24h')
  await expect(page.getByRole('button', { name: 'Time: Last 24 hours' })).toBeVisible()
  await page.goto('/usage')
  await expect(page.getByRole('button', { name: 'Time: Last 30 days' })).toBeVisible()
})

/** A connection that is gone counts for ten seconds more, so that a reconnect shows no gap; the sweep comes every five. */
const GONE_MS = 45_000

test('a cluster out of contact is what the overview shows first, and no more once it is back', async ({
  page,
  house,
}) => {
  test.slow()
  await page.goto('/')
  await expect(page.getByText('all connected')).toBeVisible()
  await house.agents.get('desk')?.stop()
  await expect(page.getByText('desk is out of contact')).toBeVisible({ timeout: GONE_MS })
  await expect(page.getByText('1 not connected')).toBeVisible()
  house.restartAgent('desk')
  await expect(page.getByText('all connected')).toBeVisible()
  await expect(page.getByText('desk is out of contact')).toBeHidden()
})
