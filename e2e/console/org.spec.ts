import { expect, test } from './support/console-test.ts'

test('a department and a project are made, and a quota is set after its changes have been read', async ({
  page,
  house,
  scan,
}) => {
  await page.goto('/org')
  await page.getByRole('button', { name: 'Department' }).click()
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('products')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /department/i })
    .click()
  await expect(page.getByRole('heading', { level: 2, name: 'products' })).toBeVisible()
  await page.getByRole('button', { name: 'Project', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('ranking')
  await dialog.getByRole('button', { name: /^Department/ }).click()
  await page.getByRole('option', { name: 'products' }).click()
  await scan('the form of a project')
  await dialog.getByRole('button', { name: 'Create project' }).click()

  const panel = page.getByRole('complementary')
  await expect(panel.getByRole('heading', { name: 'ranking' })).toBeVisible()
  const gpu = panel.getByRole('group', { name: /GPU/ }).first()
  await gpu.getByLabel('unlimited').first().uncheck()
  await gpu.getByLabel('Deserved', { exact: true }).fill('6')
  const changes = panel.getByRole('list', { name: 'What will change' })
  await expect(changes).toContainText('6')
  await scan('changes before they are set')
  await panel.getByRole('button', { name: 'Set 1 value' }).click()
  await expect(page.getByText('Quota of ranking in default is set')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'ranking' })).toContainText('0 / 6')
  const queue = (await house.client.queues.list()).find(({ queue: { name } }) => name === 'ranking')
  expect(queue?.deserved['gpu']).toBe(6000)
})

test('a name that is taken is refused where it was typed', async ({ page, trouble }) => {
  trouble.allow(/status of 409/)
  await page.goto('/org')
  await page.getByRole('button', { name: 'Department' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('research')
  await dialog.getByRole('button', { name: /department/i }).click()
  await expect(dialog.getByRole('alert')).toContainText(/research/)
})
