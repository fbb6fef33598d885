import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('the queues page counts reasons, keeps the order of the queue, and explains each place in it', async ({
  page,
  house,
  scan,
}) => {
  const holders = await Promise.all([1, 2].map((index) => holdGpus(house, `queue-holder-${index}`, 8)))
  await Promise.all(holders.map((job) => job.wait({ until: 'running' })))
  const waiting = []
  for (const index of [1, 2, 3]) waiting.push(await holdGpus(house, `in-line-${index}`, 8))
  await page.goto('/queues')
  const rows = page.getByRole('table', { name: 'Waiting work' }).getByRole('row').filter({ hasText: 'in-line' })
  await expect(rows).toHaveCount(3)
  await expect(rows.first()).toContainText('1')
  await expect(rows.first()).toContainText('in-line-1')
  await expect(page.getByRole('group', { name: 'Reasons' }).getByRole('button').first()).toContainText('3')

  await page.getByRole('link', { name: 'in-line-3' }).click()
  const panel = page.getByRole('complementary')
  await expect(panel).toContainText('2 ahead of 3 in its queue')
  await scan('why one waits')
  await Promise.all([...holders, ...waiting].map((job) => job.cancel()))
  await expect(page.getByText('Nothing waits here.')).toBeVisible()
})
