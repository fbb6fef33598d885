import { expect, test as base } from './support/console-test.ts'
import { CLUSTER, openRestoredHouse, RUNS, type RestoredHouse } from './support/restored-house.ts'

const test = base.extend<object, { restored: RestoredHouse }>({
  restored: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const restored = await openRestoredHouse()
      await use(restored)
      await restored.stop()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  storageState: async ({ restored }, use) => await use(restored.session),
  url: async ({ restored }, use) => await use(restored.plane.url),
})

test.describe.configure({ timeout: 180_000 })

test('after a restore a cluster keeps what is newer, says how much that is, and removes it when its name is typed', async ({
  page,
  restored,
  scan,
}) => {
  await page.goto('/clusters')
  // Agents wait a little longer after each try that failed.
  await expect(page.getByRole('row').filter({ hasText: CLUSTER })).toContainText('Degraded', { timeout: 60_000 })
  await page.getByRole('link', { name: CLUSTER }).click()
  await expect(page.getByText(/its agent keeps what it was told to remove/i).first()).toBeVisible()
  await scan('a cluster that keeps what it was told to remove')
  await page.getByRole('button', { name: 'Let it remove them' }).click()

  const dialog = page.getByRole('dialog', { name: `Let ${CLUSTER} remove what it keeps` })
  await expect(dialog).toContainText(new RegExp(`removes ${RUNS.after} items of the ${RUNS.before + RUNS.after}`))
  await expect(dialog).toContainText('1 run is wanted there and stays.')
  await expect(dialog).toContainText(`fairlead cluster confirm-prune ${CLUSTER}`)
  await scan('what will be removed')
  const remove = dialog.getByRole('button', { name: 'Let it remove them' })
  await expect(remove).toBeDisabled()
  await dialog.getByRole('textbox').fill('quai')
  await expect(remove).toBeDisabled()
  await dialog.getByRole('textbox').fill(CLUSTER)
  await remove.click()

  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(`${CLUSTER} may remove what it was told to remove`)).toBeVisible()
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible()
  await expect(page.getByText(/keeps what it was told to remove/i)).toHaveCount(0)
  await expect
    .poll(async () => {
      const { appliedRev, desiredRev, runs } = await restored.client.clusters.get(CLUSTER)
      return { isApplied: appliedRev === desiredRev, runs }
    }, 'its agent has what it should, and no more')
    .toEqual({ isApplied: true, runs: RUNS.before })
  await page.getByRole('tab', { name: 'Runs' }).click()
  await expect(page.getByRole('link', { name: 'known-0' })).toBeVisible()
  await expect(page.getByRole('link', { name: /forgotten/ })).toHaveCount(0)
  await page.goto('/audit?action=cluster.confirm-prune')
  await expect(page.getByRole('row').filter({ hasText: CLUSTER })).toHaveCount(1)
})
