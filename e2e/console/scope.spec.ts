import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('a project that is chosen in the header restricts every page, stands in the address, and is remembered', async ({
  page,
  house,
  scan,
}) => {
  const mine = await holdGpus(house, 'scope-vision', 1, 'vision')
  const other = await holdGpus(house, 'scope-speech', 1, 'speech')
  await page.goto('/workloads?q=scope-')
  await expect(page.getByRole('row').filter({ hasText: 'scope-speech' })).toBeVisible()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('i')
  await expect(page.getByRole('option', { name: 'research department' })).toBeVisible()
  await scan('the list of scopes')
  await page.getByRole('option', { name: /^vision/ }).click()
  await expect(page).toHaveURL(/scope=project%3Avision/)
  await expect(page.getByRole('row').filter({ hasText: 'scope-speech' })).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: 'scope-vision' })).toBeVisible()
  await page.getByRole('button', { name: 'Copy as CLI' }).click()
  await expect(page.getByText(/fairlead ps .*--project vision/)).toBeVisible()
  await page.keyboard.press('Escape')
  for (const [link, shown] of [
    ['Queues', 'Waiting'],
    ['Usage', 'Idle now'],
    ['Overview', 'GPU hours not used'],
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).click()
    await expect(page).toHaveURL(/scope=project%3Avision/)
    await expect(page.getByRole('heading', { name: shown })).toBeVisible()
  }
  await page.goto('/workloads?q=scope-')
  await expect(page, 'the browser remembers it').toHaveURL(/scope=project%3Avision/)
  await expect(page.getByRole('row').filter({ hasText: 'scope-vision' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused()
  await page.keyboard.type('scope: every')
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/scope=/)
  await expect(page.getByRole('row').filter({ hasText: 'scope-speech' })).toBeVisible()
  await page.goto('/workloads?scope=project%3Anever-was')
  await expect(page.getByText('The project never-was is not there')).toBeVisible()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page).not.toHaveURL(/scope=/)
  await Promise.all([mine.cancel(), other.cancel()])
})
