import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('while the control plane is away the page stays and says since when; when it is back the page follows again by itself', async ({
  page,
  house,
  trouble,
  scan,
}) => {
  test.setTimeout(120_000)
  trouble.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 5\d\d/)
  const before = await holdGpus(house, 'before-the-outage', 1)
  await page.goto('/workloads?q=the-outage')
  await expect(page.getByRole('row').filter({ hasText: 'before-the-outage' })).toContainText('Running')
  await page.evaluate('globalThis.isSamePage = true')

  await house.plane.child.stop(30_000)
  await expect(page.getByText('The control plane is out of reach.')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'before-the-outage' })).toContainText('Running')
  await scan('out of reach')

  await house.restartPlane()
  await expect(page.getByText('The control plane is out of reach.')).toBeHidden({ timeout: 30_000 })
  const after = await holdGpus(house, 'after-the-outage', 1)
  await expect(page.getByRole('row').filter({ hasText: 'after-the-outage' })).toContainText('Running', {
    // Agents wait a little longer after each try that failed.
    timeout: 60_000,
  })
  expect(await page.evaluate('globalThis.isSamePage')).toBe(true)
  await before.cancel()
  await after.cancel()
})
