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
  await expect(panel.getByRole('link', { name: '2 ahead' })).toHaveAttribute(
    'href',
    /queues\?pool=default&project=vision&why=/,
  )
  await scan('why one waits')
  await Promise.all([...holders, ...waiting].map((job) => job.cancel()))
  await expect(page.getByText('Nothing waits here.')).toBeVisible()
})

test('another quota and more nodes are tried on past work before anybody changes them', async ({
  page,
  house,
  scan,
}) => {
  const jobs = await Promise.all([1, 2, 3].map((index) => holdGpus(house, `tried-${index}`, 8)))
  await page.goto('/queues')
  await expect(page.getByRole('table', { name: 'Waiting work' })).toContainText('tried-')
  await page.keyboard.press('w')
  const panel = page.getByRole('complementary')
  await expect(panel).toContainText('Nothing is changed here')
  await expect(panel.getByRole('button', { name: 'Play it again' })).toBeDisabled()
  await panel.getByLabel('GPUs it deserves').fill('many')
  await expect(panel).toContainText('Give a number of GPUs, or unlimited.')
  await panel.getByLabel('GPUs it deserves').fill('16')
  await panel.getByLabel('More nodes').fill('1')
  await panel.getByRole('button', { name: /choose a node/ }).click()
  await page.getByRole('option', { name: 'atlas-0 (atlas)' }).click()
  await panel.getByText('Borrowing, lending, weight and priority').click()
  await panel.getByLabel('Weight').fill('3')
  await panel.getByRole('button', { name: /^Without some nodes/ }).click()
  await page.getByRole('option', { name: 'atlas-1 (atlas)' }).click()
  await page.keyboard.press('Escape')
  await panel.getByText('Rules of pool default').click()
  await panel.getByLabel('Goes first after waiting for').fill('2h')
  await expect(panel.getByLabel('The same by hand, CLI')).toContainText('kind: remove-nodes')
  await panel.getByRole('button', { name: 'Play it again' }).click()
  const result = panel.getByRole('group', { name: 'What would have come of it' })
  await expect(result.getByRole('table', { name: 'By project' })).toContainText('vision')
  await expect(result).toContainText('played again')
  await scan('what another quota would have meant')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await Promise.all(jobs.map((job) => job.cancel()))
})
