import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('a pool is told its topology, who goes first in it and how much it may preempt, and its rules are lifted again', async ({
  page,
  house,
  scan,
}) => {
  await page.goto('/pools')
  await page.getByRole('button', { name: 'Node pool' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('racks')
  await dialog.getByLabel('Labels').fill('hall=north')
  await dialog.getByText('Topology, waiting and past use').click()
  await dialog.getByLabel('Topology').fill('rack, rack')
  await dialog.getByLabel('Goes first after waiting for').fill('half a day')
  await expect(dialog.getByText('Each label once')).toBeVisible()
  await expect(dialog.getByText('Such as 10m, 12h or 2d')).toBeVisible()
  await scan('rules of a pool that are refused')
  await dialog.getByLabel('Topology').fill('zone, rack')
  await dialog.getByLabel('Goes first after waiting for').fill('12h')
  await dialog.getByLabel('Preemptions in an hour, at most').fill('60')
  await expect(dialog).toContainText('--topology zone,rack --max-wait 12h --preemptions-per-hour 60')
  await dialog.getByRole('button', { name: 'Create pool' }).click()
  const row = page.getByRole('row').filter({ hasText: 'racks' })
  await expect(row).toContainText('zone › rack')
  await expect(row).toContainText('first after 12h')
  await expect(row).toContainText('60 preemptions an hour')
  await expect(page.getByText('racks has no node.')).toBeVisible()
  await expect(page.getByText('kubectl label node NODE hall=north --overwrite')).toBeVisible()
  await scan('a pool without a node')

  await row.getByRole('button', { name: 'Change racks' }).click()
  await dialog.getByLabel('Goes first after waiting for').fill('')
  await expect(dialog).toContainText('fairlead pool set racks --max-wait none')
  await dialog.getByRole('button', { name: 'Save pool' }).click()
  await expect(row).not.toContainText('first after')
  const pools = await house.client.nodePools.list()
  expect(pools.find(({ name }) => name === 'racks')).toMatchObject({ topology: ['zone', 'rack'], maxWaitSeconds: null })
})

test('a pool shows what of it is allocated and used, and leads to its nodes and its workloads', async ({
  page,
  house,
}) => {
  const job = await holdGpus(house, 'in-the-pool', 4)
  await job.wait({ until: 'running' })
  await page.goto('/pools')
  const row = page.getByRole('row').filter({ hasText: 'what no other pool takes' })
  await expect(row).toContainText('4 of 16 GPUs')
  await expect(row.getByRole('img', { name: /^GPUs by use:/ })).toBeVisible()
  await row.getByRole('link', { name: /run, .* wait/ }).click()
  await expect(page.getByRole('link', { name: 'in-the-pool' })).toBeVisible()
  await page.goto('/pools')
  await row.getByRole('link', { name: 'default' }).click()
  await expect(page).toHaveURL(/\/nodes\?pool=default/)
  await expect(page.getByRole('link', { name: 'atlas-1' })).toBeVisible()
  await job.cancel()
})
