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

test('what one does leads to its entry, and a link to an entry finds it beside what the filter says', async ({
  page,
  house,
}) => {
  await page.goto('/settings/sizes')
  await page.getByRole('button', { name: 'New size' }).click()
  const dialog = page.getByRole('dialog', { name: 'New size' })
  await dialog.getByLabel('Name').fill('audited')
  await dialog.getByLabel('CPU cores').fill('2')
  await dialog.getByLabel('Memory', { exact: true }).fill('4Gi')
  await dialog.getByRole('button', { name: 'Save size' }).click()
  const notice = page.getByRole('region', { name: 'Notices' })
  await expect(notice).toContainText('Size audited is saved')
  await notice.getByRole('link', { name: 'Audit entry' }).click()
  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row').filter({ hasText: 'size.set' })
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('audited')
  await rows.getByRole('link').click()
  await expect(page.getByRole('complementary')).toContainText('size.set')
  const entry = new URL(page.url()).searchParams.get('entry')
  await page.goto(`/audit?action=quota.set&entry=${entry}`)
  await expect(page.getByRole('complementary')).toContainText('audited')
  await page.goto('/audit?entry=999999999')
  await expect(page.getByRole('complementary')).toContainText('There is no such entry')
  await house.client.sizes.delete('audited')
})
