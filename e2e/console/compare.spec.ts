import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('workloads are chosen in the list and stand side by side, by an address that says the same to others', async ({
  page,
  house,
  scan,
}) => {
  const one = await holdGpus(house, 'beside-a', 1)
  const other = await holdGpus(house, 'beside-b', 2)
  await Promise.all([one, other].map((job) => job.wait({ until: 'running' })))
  await page.goto('/workloads?q=beside-')
  for (const name of ['beside-a', 'beside-b']) {
    await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').check()
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/workloads/compare\\?ids=.*${one.id}`))
  const table = page.getByRole('table', { name: 'Workloads side by side' })
  await expect(table.getByRole('row', { name: /resources.gpu/ })).toContainText(/differs/)
  await expect(table.getByRole('row', { name: /^Project/ })).not.toContainText('differs')
  await expect(page.getByText(/Running \d+s/).first()).toBeVisible()
  await scan('a comparison')
  await page.getByRole('button', { name: 'Differences only' }).click()
  await expect(page).toHaveURL(/differences=true/)
  await expect(table.getByRole('row', { name: /^Project/ })).toHaveCount(0)
  await page.reload()
  await expect(table.getByRole('row', { name: /resources.gpu/ })).toBeVisible()
  await page.setViewportSize({ width: 320, height: 256 })
  await expect.poll(async () => await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Copy as CLI' }).click()
  await expect(page.getByText(`fairlead compare ${one.id} ${other.id} --differences`)).toBeVisible()
  await Promise.all([one.cancel(), other.cancel()])
})

test('what is gone has an empty column that says so, and another is found from the workload itself', async ({
  page,
  house,
  scan,
}) => {
  const one = await holdGpus(house, 'again-and-again', 1)
  await one.cancel()
  await one.wait()
  const other = await holdGpus(house, 'again-and-again', 1)
  await page.goto(`/workloads/compare?ids=${one.id},019a2f6e-0000-7000-8000-000000000002`)
  await expect(page.getByRole('status').filter({ hasText: 'not there' })).toBeVisible()
  await expect(page.getByRole('table').getByText('again-and-again')).toBeVisible()
  await scan('a comparison with one that is gone')
  await page.goto(`/workloads/${other.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: 'Compare with' })
  await expect(dialog.getByRole('button', { name: /again-and-again.*before/ })).toBeVisible()
  await scan('what to compare with')
  await dialog.getByRole('button', { name: /again-and-again.*before/ }).click()
  await expect(page.getByText('They differ in nothing')).toHaveCount(0)
  await expect(page.getByRole('row', { name: /^Phase/ })).toContainText('Cancelled')
  await other.cancel()
})
