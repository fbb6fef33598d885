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
