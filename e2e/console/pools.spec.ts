import { expect, test } from './support/console-test.ts'

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

  await row.getByRole('button', { name: 'Change racks' }).click()
  await dialog.getByLabel('Goes first after waiting for').fill('')
  await expect(dialog).toContainText('fairlead pool set racks --max-wait none')
  await dialog.getByRole('button', { name: 'Save pool' }).click()
  await expect(row).not.toContainText('first after')
  const pools = await house.client.nodePools.list()
  expect(pools.find(({ name }) => name === 'racks')).toMatchObject({ topology: ['zone', 'rack'], maxWaitSeconds: null })
})
