import { expect, test } from './support/console-test.ts'

test('a view that is shared in a project is there for its readers, who open it by a link and cannot take it away', async ({
  page,
  house,
  browser,
  scan,
}) => {
  await page.goto('/workloads?q=state:failed&project=vision')
  await page.getByRole('button', { name: 'Saved views' }).click()
  const views = page.getByRole('group', { name: 'Saved views' })
  await views.getByRole('button', { name: /^Who sees it/ }).click()
  await page.getByRole('option', { name: 'Readers of vision' }).click()
  await views.getByLabel('Name of a view').fill('What failed')
  await views.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(views.getByRole('region', { name: 'Of projects' })).toContainText('What failed')
  await scan('views of several kinds')

  const other = await browser.newContext({ baseURL: house.plane.url, storageState: house.sessions.viewer })
  const reader = await other.newPage()
  const [view] = (await house.client.call('view.list', {})).items
  await reader.goto(`/workloads?view=${view?.id}`)
  await expect(reader).toHaveURL(/q=state(:|%3A)failed.*project=vision/)
  await reader.getByRole('button', { name: 'Saved views' }).click()
  const seen = reader.getByRole('group', { name: 'Saved views' })
  await expect(seen.getByRole('button', { name: /^What failed/ })).toBeVisible()
  await expect(seen.getByRole('button', { name: 'Remove What failed' })).toHaveCount(0)
  await expect(seen.getByRole('button', { name: /^Who sees it/ })).toHaveCount(0)

  await views.getByRole('button', { name: 'Remove What failed' }).click()
  await expect(views).toContainText('None yet')
  await reader.goto(`/workloads?view=${view?.id}`)
  await expect(reader.getByText('This view is not there.')).toBeVisible()
  await other.close()
})

test('a view of the audit log is kept, renamed, and made to show something else', async ({ page, house, scan }) => {
  await page.goto('/audit?action=quota.set')
  await page.getByRole('button', { name: 'Saved views' }).click()
  const views = page.getByRole('group', { name: 'Saved views' })
  await views.getByLabel('Name of a view').fill('Quotas')
  await views.getByRole('button', { name: 'Save', exact: true }).click()
  await views.getByRole('button', { name: 'Change Quotas' }).click()
  await scan('a view being changed')
  await views.getByLabel('New name of Quotas').fill('Sessions')
  await views.getByRole('button', { name: 'Rename' }).click()
  await expect(views.getByRole('button', { name: 'Sessions', exact: true })).toBeVisible()
  await page.goto('/audit?action=session.create')
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('button', { name: 'Change Sessions' }).click()
  await views.getByRole('button', { name: 'Keep what is shown now' }).click()
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Sessions shows what is shown now')
  const [view] = (await house.client.call('view.list', { page: 'audit' })).items
  expect(view).toMatchObject({ name: 'Sessions', search: { action: 'session.create' } })
  await page.goto(`/audit?view=${view?.id}`)
  await expect(page).toHaveURL(/action=session\.create/)
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('button', { name: 'Remove Sessions' }).click()
  await expect(views).toContainText('None yet')
})
