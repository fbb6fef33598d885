import { readFileSync } from 'node:fs'
import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('hours are counted by project and by user, and what is shown stands in the address and in a file', async ({
  page,
  house,
  scan,
}) => {
  const job = await holdGpus(house, 'counts-hours', 2)
  await job.wait({ until: 'running' })
  await page.goto('/usage')
  const lines = page.getByRole('table', { name: 'Hours by project' })
  await expect(lines.getByRole('row').filter({ hasText: 'vision' })).toBeVisible()
  await expect(page.getByText('GPU hours allocated')).toBeVisible()
  await scan('usage by project')

  await page.keyboard.press('2')
  await expect(page).toHaveURL(/by=user/)
  await expect(page.getByRole('table', { name: 'Hours by user' }).getByRole('row').nth(1)).toBeVisible()
  await page.getByRole('group', { name: 'Resource' }).getByRole('button', { name: 'CPU' }).click()
  await expect(page.getByText('CPU hours allocated')).toBeVisible()
  await page.keyboard.press('t')
  await page.getByRole('group', { name: 'Time' }).getByRole('button', { name: 'Last 30 days' }).click()
  await expect(page).toHaveURL(/range=30d/)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Time: Last 30 days' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Hours by user' })).toBeVisible()

  const waiting = page.waitForEvent('download')
  await page.getByRole('search').getByRole('button', { name: 'Download as CSV' }).click()
  const [head = '', row = ''] = readFileSync(await (await waiting).path(), 'utf8').split('\r\n')
  expect(head).toContain('user,GPU hours allocated,GPU hours measured')
  expect(row).toContain('@')
  const answer = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as JSON' }).click()
  expect(JSON.parse(readFileSync(await (await answer).path(), 'utf8'))).toMatchObject({ bucket: 'day' })
  await expect(page.getByRole('region', { name: 'cores over time' })).toContainText('the last day so far')
  await job.cancel()
})

test('a line leads to its own hours, and days are chosen by their dates', async ({ page, house, scan }) => {
  const job = await holdGpus(house, 'counts-days', 1, 'speech')
  await job.wait({ until: 'running' })
  await page.goto('/usage')
  await page.getByRole('table', { name: 'Hours by project' }).getByRole('link', { name: 'speech' }).click()
  await expect(page).toHaveURL(/project=speech.*by=user|by=user.*project=speech/)
  await page.getByRole('button', { name: /^Time:/ }).click()
  const time = page.getByRole('group', { name: 'Time' })
  await time.getByLabel('First day').fill('2025-03-01')
  await time.getByLabel('Last day').fill('2025-02-01')
  await expect(time.getByRole('alert')).toContainText('the first before the last')
  await scan('days that make no sense')
  await time.getByLabel('Last day').fill('2025-03-02')
  await time.getByRole('button', { name: 'Show these days' }).click()
  await expect(page).toHaveURL(/2025-03-01T00%3A00Z\.\.2025-03-03T00%3A00Z/)
  await expect(page.getByRole('heading', { name: 'Nothing ran in this time' })).toBeVisible()
  await job.cancel()
})

test('the overview says which projects held GPUs that they did not use, and what lies idle', async ({ page }) => {
  await page.goto('/?range=30d')
  await expect(page.getByRole('heading', { name: 'GPU hours not used' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Idle now' })).toBeVisible()
  await expect(page.getByText(/of the [\d.]+ that are held/)).toBeVisible()
  await page.getByRole('button', { name: 'Time: Last 30 days' }).click()
  await page.getByRole('group', { name: 'Time' }).getByRole('button', { name: 'Last 24 hours' }).click()
  await expect(page).toHaveURL(/range=24h/)
})

test('a price is set where there is none, hours cost it from then on, and months stand beside each other', async ({
  page,
  house,
  scan,
}) => {
  const job = await holdGpus(house, 'costs-money', 1)
  await job.wait({ until: 'running' })
  await page.goto('/usage')
  await expect(page.getByText('no price is set: see Prices below')).toBeVisible()
  await page.getByRole('button', { name: 'Set price' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set price' })
  await dialog.getByLabel('Price of a GPU hour').fill('2.4')
  await dialog.getByLabel('Currency').fill('eur')
  await expect(dialog.getByText('fairlead prices --set 2.4 --currency EUR')).toBeVisible()
  await scan('a price that is typed')
  await dialog.getByRole('button', { name: 'Set price' }).click()
  await expect(page.getByRole('table', { name: 'Price book' })).toContainText('€2.40')
  await expect(page.getByRole('columnheader', { name: /Cost, EUR/ })).toBeVisible()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/months=true/)
  await expect(page.getByRole('table', { name: 'Months' }).getByRole('row')).toHaveCount(7)
  await job.cancel()
})
