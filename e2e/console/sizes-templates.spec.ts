import { expect, test } from './support/console-test.ts'

test('a size is made, changed and taken away, and one that comes with the product is marked', async ({
  page,
  scan,
}) => {
  await page.goto('/settings/sizes')
  await expect(page.getByRole('row').filter({ hasText: 'x-large' })).toContainText('built in')
  await page.getByRole('button', { name: 'New size' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('huge')
  await dialog.getByLabel('CPU cores').fill('lots')
  await dialog.getByLabel('Memory', { exact: true }).fill('256Gi')
  await dialog.getByRole('button', { name: 'Save size' }).click()
  await expect(dialog.getByText('Cores such as 2 or 0.5')).toBeVisible()
  await scan('a refused size')
  await dialog.getByLabel('CPU cores').fill('32')
  await dialog.getByRole('button', { name: 'Save size' }).click()
  const row = page.getByRole('row').filter({ hasText: 'huge' })
  await expect(row).toContainText('256 GiB')
  await page.getByRole('button', { name: 'Change huge' }).click()
  await dialog.getByLabel('CPU limit').fill('48')
  await dialog.getByRole('button', { name: 'Save size' }).click()
  await expect(row).toContainText('48 cores')
  await page.getByRole('button', { name: 'Delete huge' }).click()
  await dialog.getByRole('button', { name: 'Delete size' }).click()
  await expect(row).toHaveCount(0)
})

test('a template is written as YAML, refused with the fields that no workload has, and used by the form', async ({
  page,
  trouble,
  scan,
}) => {
  trouble.allow(/status of 4\d\d/)
  await page.goto('/settings/templates')
  await expect(page.getByRole('row').filter({ hasText: 'ml_training' })).toContainText('built in')
  await page.getByRole('button', { name: 'New template' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('nightly_run')
  await dialog.getByLabel('Specification').fill('image: [')
  await expect(dialog.getByRole('button', { name: 'Save template' })).toBeDisabled()
  await dialog.getByLabel('Specification').fill('imagge: registry.example.com/nightly:1')
  await dialog.getByRole('button', { name: 'Save template' }).click()
  await expect(dialog.getByRole('alert')).toContainText('imagge')
  await scan('a refused template')
  await dialog
    .getByLabel('Specification')
    .fill('image: registry.example.com/nightly:1\nresources:\n  cpu: 3\n  memory: 5Gi\n')
  await dialog.getByLabel('What it is for').fill('the nightly run')
  await dialog.getByRole('button', { name: 'Save template' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'nightly_run' })).toContainText('registry.example.com/nightly:1')

  await page.goto('/workloads/submit?project=vision')
  await page.getByRole('button', { name: 'Template: none' }).click()
  await page.getByRole('option', { name: /nightly_run/ }).click()
  await expect(page.getByLabel('Image', { exact: true })).toHaveAttribute(
    'placeholder',
    'registry.example.com/nightly:1',
  )
  await expect(page.getByLabel('CPU cores')).toHaveAttribute('placeholder', '3')
  await page.getByRole('button', { name: 'Check it first' }).click()
  await expect(page.getByText(/3 cores · 5 GiB/)).toBeVisible()

  await page.goto('/settings/templates')
  await page.getByRole('button', { name: 'Delete nightly_run' }).click()
  await dialog.getByRole('button', { name: 'Delete template' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'nightly_run' })).toHaveCount(0)
})
