import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('whoever asked is told when work starts and ends, on whatever page they are', async ({ page, house, scan }) => {
  // The browser of the test shows nothing: what it would show is kept.
  await page.addInitScript(`
    globalThis.shown = []
    globalThis.Notification = class extends EventTarget {
      static permission = 'default'
      static requestPermission = async () => (Notification.permission = 'granted')
      constructor(title, { body } = {}) { super(); shown.push([title, body]) }
    }
  `)
  await house.client.projects.create({ name: 'tell-me', department: 'research' })
  await house.client.quotas.set({ project: 'tell-me', gpu: { deserved: 0, limit: 0 } })
  const job = await holdGpus(house, 'waits-for-room', 1, 'tell-me')
  await page.goto(`/workloads/${job.id}`)
  const toggle = page.getByRole('button', { name: 'Tell me when it starts' })
  await expect(toggle).toHaveAttribute('aria-pressed', 'false')
  await toggle.click()
  await expect(page.getByText('You are told when waits-for-room starts, ends or fails')).toBeVisible()
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  await scan('a workload that is told of')
  expect(await page.evaluate('shown')).toEqual([])

  await page.getByRole('link', { name: 'Audit' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  await house.client.quotas.set({ project: 'tell-me', gpu: { limit: 'unlimited' } })
  const notices = page.getByRole('region', { name: 'Notices' })
  await expect(notices.getByText('waits-for-room runs')).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => page.evaluate('shown.map(([title]) => title)')).toEqual(['waits-for-room runs'])

  // It is kept in this browser, and told by a page that was opened since.
  await page.goto('/audit')
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  await job.cancel()
  await expect(notices.getByText('waits-for-room was cancelled')).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => page.evaluate('localStorage.getItem("fairlead.tell")')).toBe('{}')
})
