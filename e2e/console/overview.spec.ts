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
