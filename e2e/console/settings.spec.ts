import { Client } from '@fairlead/sdk'
import { expect, test } from './support/console-test.ts'

test('a token is shown once, works, and is refused after it was revoked', async ({ page, house, scan }) => {
  await page.goto('/settings/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('pipeline')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  await expect(dialog.getByText('Token, shown this once')).toBeVisible()
  await scan('the token, once')
  const token = await dialog.locator('code').first().innerText()
  const client = new Client({ url: house.plane.url, token })
  expect((await client.whoami()).user.name).toBe('Kim Larsen')
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByText(token)).toHaveCount(0)

  await page.getByRole('row').filter({ hasText: 'pipeline' }).getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'pipeline' })).toContainText('Revoked')
  await expect
    .poll(
      async () =>
        await client.whoami().then(
          () => 'works',
          (error: { code?: string }) => error.code,
        ),
    )
    .toBe('UNAUTHENTICATED')
})

test('somebody is invited with a role, and gets a link that lets them in', async ({ page, browser, house }) => {
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('noor@example.com')
  await dialog.getByLabel('Name').fill('Noor Haddad')
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const link = await dialog.locator('code').filter({ hasText: '/setup#' }).innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'noor@example.com' })).toContainText('researcher')

  const other = await browser.newContext({ baseURL: house.plane.url })
  const door = await other.newPage()
  await door.goto(link)
  await expect(door.getByRole('heading', { name: 'Welcome, Noor Haddad' })).toBeVisible()
  await other.close()
})

test('theme, density and time zone hold over a reload, and are there before the first paint', async ({
  page,
  trouble,
}) => {
  trouble.allow(/ERR_FAILED/)
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await page.getByRole('button', { name: 'Comfortable' }).click()
  await page.getByRole('button', { name: /^Time zone/ }).click()
  await page.getByRole('combobox', { name: 'Find time zone' }).fill('tokyo')
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
  await page.goto('/workloads')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(root).toHaveAttribute('data-density', 'comfortable')
  await page.route('**/assets/index-*.js', (route) => route.abort())
  await page.reload({ waitUntil: 'commit' })
  await expect(root, 'set by what runs before the application').toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.unroute('**/assets/index-*.js')
  await page.goto('/settings')
  await expect(page.getByRole('button', { name: 'Time zone: Asia/Tokyo' })).toBeVisible()
  await page.getByRole('button', { name: 'As the system' }).click()
})

test('a token is bound to networks, refused elsewhere, and replaced without a gap', async ({
  page,
  house,
  scan,
  trouble,
}) => {
  trouble.allow(/status of 400/)
  await page.goto('/settings/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('bound')
  await dialog.getByLabel('Only from networks').fill('office')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  await expect(dialog.getByRole('alert')).toContainText(/office is no network/i)
  await dialog.getByLabel('Only from networks').fill('192.0.2.0/24')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  const far = await dialog.locator('code').first().innerText()
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await expect(new Client({ url: house.plane.url, token: far }).whoami()).rejects.toThrow('may not be used from')
  const row = page.getByRole('row').filter({ hasText: 'bound' }).last()
  await expect(row).toContainText('192.0.2.0/24')
  await expect(row).toContainText('never')

  await row.getByRole('button', { name: 'Replace' }).click()
  await scan('replacing a token')
  await dialog.getByRole('button', { name: 'three days' }).click()
  await dialog.getByRole('button', { name: 'Create the new token' }).click()
  await expect(dialog.getByText('Token, shown this once')).toBeVisible()
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'bound' })).toHaveCount(2)
  await expect(page.getByRole('row').filter({ hasText: 'Replaced, works until its end' })).toHaveCount(1)
})
