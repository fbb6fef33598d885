import { expect, test } from './support/console-test.ts'
import { ADMIN } from './support/people.ts'

test('what was done in the console stands in the audit with who, what, before and after', async ({
  page,
  house,
  scan,
}) => {
  await house.client.quotas.set({ project: 'speech', cpu: { deserved: 7 } })
  await page.goto('/audit?action=quota.set')
  const row = page.getByRole('row').filter({ hasText: 'quota.set' }).first()
  await expect(row).toContainText('speech')
  await expect(row).toContainText(ADMIN.email)
  await row.getByRole('link').click()
  await expect(page.getByRole('complementary')).toContainText(/deserved/)
  await scan('one entry')
  await house.client.quotas.set({ project: 'speech', cpu: { deserved: 'unlimited' } })
})
