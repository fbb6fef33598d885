import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('a cluster shows its nodes and what each of them gives away, as a map and as a table', async ({
  page,
  house,
  scan,
}) => {
  const job = await holdGpus(house, 'on-the-map', 8)
  await job.wait({ until: 'running' })
  await page.goto('/clusters')
  await expect(page.getByRole('row').filter({ hasText: 'atlas' })).toContainText('Healthy')
  await page.getByRole('link', { name: 'atlas' }).click()
  await expect(page.getByRole('row').filter({ hasText: '8 / 8' })).toHaveCount(1)
  await page.getByRole('link', { name: 'atlas-0' }).click()
  await expect(page.getByRole('complementary')).toContainText('8 H100')
  await scan('the panel of a node')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('tab', { name: 'Runs' }).click()
  await expect(page.getByRole('link', { name: 'on-the-map' })).toBeVisible()
  await page.getByRole('tab', { name: 'Timeline' }).click()
  const timeline = page.getByRole('application', { name: /^Work on the nodes of atlas over time/ })
  await timeline.focus()
  await page.keyboard.press('Home')
  const told = page.getByText(/on-the-map of vision on atlas-[01]: running/)
  await expect(async () => {
    if (!(await told.isVisible())) await page.keyboard.press('ArrowRight')
    expect(await told.isVisible()).toBe(true)
  }, 'the arrow keys lead to its bar').toPass({ intervals: [50], timeout: 15_000 })
  await scan('what held the nodes')
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: 'Until now' })).toBeEnabled()
  await page.keyboard.press('0')
  await expect(page.getByRole('button', { name: 'Until now' })).toBeDisabled()
  await page.getByRole('button', { name: 'Pools', exact: true }).click()
  await timeline.focus()
  await page.keyboard.press('Home')
  await expect(page.getByText(/default: .* of 2 nodes held/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'All groups' })).toBeVisible()
  await page.keyboard.press('h')
  await expect(page.getByRole('table', { name: /^Work on the nodes of atlas/ })).toContainText('on-the-map')
  await scan('what held the nodes, as a table')
  await page.getByRole('tab', { name: 'Usage' }).click()
  await expect(page.getByText('GPU use').first()).toBeVisible()
  await job.cancel()
})

test('nodes of all clusters are filtered and sorted by the address, and one opens beside the list', async ({
  page,
  scan,
}) => {
  await page.goto('/clusters')
  await page.getByRole('link', { name: 'All nodes' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Nodes' })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Name, model or key=value' }).fill('atlas-1')
  await expect(page.getByText('1 node of 3')).toBeVisible()
  await expect(page).toHaveURL(/q=atlas-1/)
  await page.goto('/nodes?cluster=atlas&desc=true&state=%5B%22ready%22%5D')
  await expect(page.getByRole('table', { name: 'Nodes' }).getByRole('row').nth(1)).toContainText('atlas-1')
  await scan('the nodes of all clusters')
  await page.getByRole('link', { name: 'atlas-0' }).click()
  const panel = page.getByRole('complementary')
  await expect(panel).toContainText('simulated')
  await page.keyboard.press('l')
  await expect(panel.getByLabel('Change labels')).toBeFocused()
  await page.keyboard.type('hall=north')
  await expect(panel).toContainText('kubectl label node atlas-0 hall=north --overwrite')
  await expect(panel).toContainText('It stays in the pool default.')
  await scan('labels of a node')
})

test('a paused cluster takes no new work, and says so, until it is resumed', async ({ page, house }) => {
  await page.goto('/clusters/atlas')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pause cluster' }).click()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  const job = await holdGpus(house, 'held-back', 1)
  await page.goto(`/workloads/${job.id}`)
  await expect(page.getByText('Queued', { exact: true }).first()).toBeVisible()
  await page.goto('/clusters/atlas')
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Resume cluster' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await job.wait({ until: 'running' })
  await job.cancel()
})

test('labels of a cluster are changed, and what is none is refused where it is typed', async ({
  page,
  house,
  scan,
}) => {
  await page.goto('/clusters/atlas?tab=details')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Labels' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByRole('textbox', { name: 'Labels' })
  await field.fill('region')
  await expect(dialog.getByText('write key=value, or key- to take it off')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Set labels' })).toBeDisabled()
  await field.fill('region=eu\ntier=gold')
  await expect(dialog).toContainText('fairlead cluster label atlas region=eu tier=gold')
  await scan('the labels of a cluster')
  await dialog.getByRole('button', { name: 'Set labels' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('tier=gold', { exact: true })).toBeVisible()
  await house.client.clusters.update('atlas', { labels: {} })
})

test('a cluster shows the release of its agent, and takes a channel and a window', async ({
  page,
  house,
  scan,
  trouble,
}) => {
  trouble.allow(/status of 400/)
  await page.goto('/clusters/atlas?tab=release')
  await expect(page.getByText('as the control plane')).toBeVisible()
  await expect(page.getByText('Its agent is what the channel stable holds.')).toBeVisible()
  await page.getByRole('button', { name: 'Channel and window' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Only in a maintenance window').check()
  await dialog.getByLabel('Time zone').fill('Mars/Olympus')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('an IANA time zone such as Europe/Berlin or UTC').first()).toBeVisible()
  await scan('a window that is refused')
  await dialog.getByLabel('Time zone').fill('Europe/Berlin')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('every day from 22:00 for 4 h (Europe/Berlin)')).toBeVisible()
  const upgrades = await house.client.clusters.upgrades('atlas')
  expect(upgrades.window).toMatchObject({ from: '22:00', hours: 4, timeZone: 'Europe/Berlin' })
  await house.client.clusters.setUpgrades('atlas', { window: null })
})
