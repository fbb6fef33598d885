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
    await page.unroute(/\/trpc\/.*usage\.get/)
    await page.getByRole('button', { name: /again/i }).first().click()
    await expect(page.getByText('GPU hours allocated')).toBeVisible()
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
