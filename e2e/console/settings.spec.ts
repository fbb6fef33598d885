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
  await expect(root).toHaveAttribute('data-scheme', 'dark')
  await expect(root).toHaveAttribute('data-density', 'comfortable')
  await page.route('**/assets/index-*.js', (route) => route.abort())
  await page.reload({ waitUntil: 'commit' })
  await expect(root, 'set by what runs before the application').toHaveAttribute('data-scheme', 'dark')
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

test('a user is looked at, given a role for a time, kept out and removed, with what ends by it in numbers', async ({
  page,
  house,
  scan,
}) => {
  const email = 'mira@example.com'
  const { link } = await house.client.users.invite({ email, name: 'Mira Sen', role: 'viewer' })
  const password = 'correct horse battery'
  const post = async (path: string, body: object) =>
    await fetch(`${house.plane.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/setup-links/redeem', { link: new URL(link).hash.slice(1), password })
  const signedIn = await post('/sessions', { email, password })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''

  await page.goto('/settings/users')
  await page.getByLabel('Name, email, role or place').fill('mira')
  await expect(page.getByRole('table', { name: 'Users' }).getByRole('row')).toHaveCount(2)
  await page.getByRole('link', { name: 'Mira Sen' }).focus()
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/user=/)
  const panel = page.getByRole('complementary')
  const access = panel.getByRole('table', { name: 'Effective access of Mira Sen' })
  const row = (permission: string) => access.getByRole('row').filter({ hasText: permission })
  await expect(row('workload:read')).toContainText('✓ yes')
  await expect(row('workload:read')).toContainText('viewer')
  await expect(row('workload:submit')).toContainText('✗ no')
  await scan('what a user may do')

  await panel.getByRole('button', { name: 'Give a role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Where/ }).click()
  await page.getByRole('option', { name: 'Project vision' }).click()
  await dialog.getByRole('button', { name: 'in 30 days' }).click()
  await expect(dialog).toContainText(`fairlead user role ${email} researcher --project vision --for 30d`)
  await scan('a role to be given')
  await dialog.getByRole('button', { name: 'Give the role' }).click()
  await expect(row('workload:submit')).toContainText('researcher of vision')
  await panel.getByRole('button', { name: 'Take away viewer' }).click()
  await expect(dialog).toContainText('It holds at once')
  await dialog.getByRole('button', { name: 'Take the role away' }).click()
  await expect(panel.getByRole('button', { name: 'Take away viewer' })).toHaveCount(0)

  await panel.getByRole('button', { name: 'Disable' }).click()
  await expect(dialog).toContainText('Ends at once: 2 sessions.')
  await scan('before somebody is kept out')
  await dialog.getByRole('button', { name: 'Disable', exact: true }).click()
  await expect(panel.getByText('Disabled').first()).toBeVisible()
  const whoami = await fetch(`${house.plane.url}/api/v1/whoami`, { headers: { cookie } })
  expect(whoami.status).toBe(401)
  await panel.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove user' }).click()
  await expect(panel).toHaveCount(0)
  await expect(page.getByText('None of')).toBeVisible()
})

test('a download is verified in the browser, and refused when it is another file', async ({ page, scan }) => {
  await page.goto('/settings/installation')
  const row = page.getByRole('table', { name: 'Downloads' }).getByRole('row').nth(1)
  await row.getByRole('link').focus()
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: /^Verify/ })
  await expect(dialog).toContainText('sha256sum -c -')
  await dialog.getByLabel('Or check a file here').setInputFiles({
    name: 'other.tgz',
    mimeType: 'application/gzip',
    buffer: Buffer.from('another file'),
  })
  await expect(dialog.getByRole('alert')).toContainText('other.tgz is not the file that is listed')
  await scan('a file that is another')
  const href = (await row.getByRole('link').getAttribute('href')) ?? ''
  const file = await (await fetch(new URL(href, page.url()))).arrayBuffer()
  await dialog
    .getByLabel('Or check a file here')
    .setInputFiles({ name: 'fetched.tgz', mimeType: 'application/gzip', buffer: Buffer.from(file) })
  await expect(dialog).toContainText('fetched.tgz is the file that is listed')
})

test('settings tell how the installation is, and which keys work everywhere', async ({ page, scan }) => {
  await page.goto('/settings/installation')
  const health = page.getByRole('region', { name: 'Health' })
  await expect(health).toContainText('Scheduling')
  await expect(health).toContainText('Last round')
  await scan('health')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Shortcuts' }).click()
  await expect(page.getByRole('region', { name: 'Shortcuts' })).toContainText('Workloads')
  await scan('keys in the settings')
  await page.keyboard.press('?')
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /in the settings/ })
    .click()
  await expect(page.getByRole('dialog')).toBeHidden()
})
