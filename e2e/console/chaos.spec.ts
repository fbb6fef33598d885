import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

const TABS = 7

test('a control plane that answers with errors is told in words, what was read stays, and another try is offered', async ({
  page,
  house,
  trouble,
  scan,
}) => {
  trouble.allow(/status of (429|500)/)
  const job = await holdGpus(house, 'through-errors', 1)
  for (const status of [500, 429]) {
    await page.route(/\/trpc\/.*usage\.get/, (route) =>
      route.fulfill({ status, contentType: 'application/json', body: '{"not":"what was asked for"}' }),
    )
    await page.goto('/usage')
    await expect(page.getByText('The usage could not be read')).toBeVisible({ timeout: 30_000 })
    await scan(`an answer ${status}`)
    const again = page.getByRole('button', { name: /again/i }).first()
    const asked = page.waitForRequest(/\/trpc\/.*usage\.get/)
    await again.click()
    await asked
    await page.unroute(/\/trpc\/.*usage\.get/)
    // News may have it read before anybody clicks.
    await expect(async () => {
      if (await again.isVisible()) await again.click({ timeout: 1000 })
      await expect(page.getByText('GPU hours allocated')).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 30_000 })
  }
  await job.cancel()
})

test('seven tabs of one browser are all live, and all see the same change', async ({ page, house, context }) => {
  const tabs = [page, ...(await Promise.all(Array.from({ length: TABS - 1 }, async () => await context.newPage())))]
  for (const tab of tabs) await tab.goto('/workloads?q=seen-by-all')
  for (const tab of tabs) await expect(tab.getByRole('status').getByText('Live')).toBeVisible()
  const job = await holdGpus(house, 'seen-by-all', 1)
  for (const tab of tabs) await expect(tab.getByRole('row').filter({ hasText: 'seen-by-all' })).toContainText('Running')
  await job.cancel()
  for (const tab of tabs) {
    await expect(tab.getByRole('row').filter({ hasText: 'seen-by-all' })).toContainText('Cancelled')
  }
  for (const tab of tabs.slice(1)) await tab.close()
})

test('a session that was ended elsewhere leads to the door, and from there back to where one was', async ({
  page,
  context,
  trouble,
}) => {
  trouble.allow(/status of 401/)
  await page.goto('/usage?by=user')
  await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible()
  await context.clearCookies()
  await page.goto('/usage?by=user')
  await expect(page).toHaveURL(/sign-in.*next=.*usage/)
})

test('when one question fails after it was answered, the page says which, of when its answer is and why, and asks again by itself', async ({
  page,
  trouble,
  scan,
}) => {
  trouble.allow(/status of 500/)
  await page.goto('/settings/sizes')
  const table = page.getByRole('table', { name: 'Sizes' })
  await expect(table).toBeVisible()
  await page.route(/\/trpc\/.*sizes\.list/, (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body: '{"not":"what was asked for"}' }),
  )
  await page.getByRole('button', { name: 'New size' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('unread')
  await dialog.getByLabel('CPU cores').fill('1')
  await dialog.getByLabel('Memory', { exact: true }).fill('1Gi')
  await dialog.getByRole('button', { name: 'Save size' }).click()
  const strip = page.getByRole('status').filter({ hasText: /Could not be read again: .*sizes/ })
  await expect(strip).toContainText(/as of \d\d:\d\d:\d\d/, { timeout: 30_000 })
  await expect(table).toBeVisible()
  await scan('an old answer')
  const asked = page.waitForRequest(/\/trpc\/.*sizes\.list/)
  await strip.getByRole('button', { name: 'Try again' }).click()
  await asked
  await page.unroute(/\/trpc\/.*sizes\.list/)
  await expect(strip).toBeHidden({ timeout: 30_000 })
  await expect(table.getByRole('row').filter({ hasText: 'unread' })).toBeVisible()
})
