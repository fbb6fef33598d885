import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('an address without a page says so and offers a search', async ({ page }) => {
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { level: 1, name: 'Not found' })).toBeVisible()
  await page.getByLabel('Part of a name').fill('train')
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click()
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toHaveValue('train')
  await page.getByRole('option', { name: 'Workloads with “train” in their name' }).click()
  await expect(page).toHaveURL(/\/workloads\?q=train/)
})

test('an object that is not there says so by its name', async ({ page, trouble }) => {
  trouble.allow(/status of 404|there is no cluster/)
  await page.goto('/clusters/atlantis')
  await expect(page.getByRole('heading', { level: 1, name: 'Not found' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('atlantis')
})

test.describe('somebody who may only look', () => {
  test.use({ as: 'viewer' })

  test('sees the work and no button that would be refused', async ({ page, house }) => {
    const job = await holdGpus(house, 'looked-at', 1)
    await page.goto(`/workloads/${job.id}`)
    await expect(page.getByRole('heading', { level: 1, name: 'looked-at' })).toBeVisible()
    await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0)
    await expect(page.getByRole('tab', { name: 'Logs' })).toHaveCount(0)
    await page.goto('/workloads')
    await expect(page.getByRole('row').filter({ hasText: 'looked-at' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Submit workload' })).toHaveCount(0)
    await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit' })).toHaveCount(0)
    await job.cancel()
  })

  test('reads which permission is missing and who grants it, where an address leads too far', async ({
    page,
    trouble,
  }) => {
    trouble.allow(/status of 403/)
    await page.goto('/audit')
    await expect(page.getByRole('alert')).toContainText('audit:read')
    await page.goto('/org?panel=project&of=vision')
    await expect(page.getByRole('complementary')).toContainText('quota:write')
    await expect(page.getByLabel('Deserved', { exact: true }).first()).toBeDisabled()
  })

  test('is refused in words when the form of another is sent', async ({ page, trouble }) => {
    trouble.allow(/status of 403/)
    await page.goto('/workloads/submit?project=vision')
    await page.getByLabel('Command').fill('true')
    await page.getByRole('button', { name: 'Submit workload' }).click()
    await expect(page.getByRole('alert')).toContainText('workload:submit')
  })
})
