import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('everything is found and opened with the palette, without the mouse', async ({ page, house, scan }) => {
  const job = await holdGpus(house, 'palette-finds-me', 1)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused()
  await page.keyboard.type('palette-fin')
  await expect(page.getByRole('option', { name: /palette-finds-me/ })).toBeVisible()
  await scan('the palette')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'palette-finds-me' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('change')
  await expect(page.getByRole('option', { name: /^This page Change/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Change / })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('node po')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Node pools' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await job.cancel()
})

test('the palette finds a node as the control plane does, however many there are', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search or jump to' })
  await expect(field).toBeFocused()
  const asked = page.waitForRequest((request) => /nodes\.list/.test(request.url()) && /atlas-1/.test(request.url()))
  await field.fill('node atlas-1')
  await asked
  await field.fill('atlas-1')
  await page.getByRole('option', { name: /^Node\s*atlas-1/ }).click()
  await expect(page).toHaveURL(/\/clusters\/atlas\?node=atlas-1/)
  await expect(page.getByRole('complementary')).toContainText('atlas-1')
})

test('what is typed while the palette is still on its way is its query, and no shortcut of the page', async ({
  page,
}) => {
  const { promise: isWanted, resolve: arrive } = Promise.withResolvers<undefined>()
  await page.route(/\/assets\/palette[^/]*\.js/, async (route) => {
    await isWanted
    await route.continue()
  })
  await page.goto('/workloads')
  await expect(page.getByRole('heading', { level: 1, name: 'Workloads' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('textbox', { name: 'Search or jump to' })).toBeFocused()
  await page.keyboard.type('g usage')
  arrive(undefined)
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused()
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toHaveValue('g usage')
  await expect(page).toHaveURL(/\/workloads/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('pages have keys, a sheet tells them, and they are silent where one types or has switched them off', async ({
  page,
  scan,
}) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await expect(page.getByRole('heading', { level: 1, name: 'Workloads' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('gq')
  await expect(page.getByLabel('Filter by name or condition')).toHaveValue('gq')
  await expect(page.getByRole('heading', { level: 1, name: 'Workloads' })).toBeVisible()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Queues')
  await scan('the sheet of shortcuts')
  await page.keyboard.press('Escape')

  await page.goto('/settings')
  await page.getByRole('group', { name: 'Single-key shortcuts' }).getByRole('button', { name: 'Off' }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('a shortcut gets other keys, which are refused where they are taken, and holds over a reload', async ({
  page,
  scan,
}) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('button', { name: 'Other keys for Workloads' }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(sheet.getByRole('alert')).toContainText('g q is taken: Queues')
  await sheet.getByRole('button', { name: 'Press one or two keys for Workloads' }).focus()
  await page.keyboard.press('v')
  await expect(sheet.getByRole('button', { name: 'The usual keys for Workloads' })).toBeVisible()
  await scan('a shortcut with keys of the reader')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('heading', { level: 1, name: 'Workloads' })).toBeVisible()
})

test('the first Tab offers to skip to the content', async ({ page }) => {
  await page.goto('/workloads')
  await expect(page.getByRole('heading', { level: 1, name: 'Workloads' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
