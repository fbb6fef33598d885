import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('a department and a project are made, and a quota is set after its changes have been read', async ({
  page,
  house,
  scan,
}) => {
  const past = await holdGpus(house, 'past-work', 1)
  await past.wait({ until: 'running' })
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
  await gpu.getByLabel('Deserved: unlimited').uncheck()
  await gpu.getByLabel('Deserved', { exact: true }).fill('6')
  const changes = panel.getByRole('list', { name: 'What will change' })
  await expect(changes).toContainText('6')
  await scan('changes before they are set')
  await panel.getByRole('button', { name: 'Try it on the last 7 days' }).click()
  const tried = panel.getByRole('group', { name: 'What would have come of it' })
  await expect(tried).toContainText('played again')
  await scan('what the quota would have meant')
  await panel.getByRole('button', { name: 'Set 1 value' }).click()
  await expect(page.getByText('Quota of ranking in default is set')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'ranking' })).toContainText('0 / 6')
  const queue = (await house.client.queues.list()).find(({ queue: { name } }) => name === 'ranking')
  expect(queue?.deserved['gpu']).toBe(6000)
  await past.cancel()
})

test('a project is moved to another department after what comes of it has been read', async ({ page, house, scan }) => {
  await house.client.departments.create({ name: 'moved-to' })
  await house.client.projects.create({ name: 'moves', department: 'research' })
  await house.client.quotas.set({ project: 'moves', gpu: { deserved: 2 } })
  await page.goto('/org?panel=project&of=moves')
  const panel = page.getByRole('complementary')
  await panel.getByRole('button', { name: 'Move to a department' }).click()
  const dialog = page.getByRole('dialog')
  const action = dialog.getByRole('button', { name: 'Move project' })
  await expect(action).toBeDisabled()
  await dialog.getByRole('button', { name: /^To department/ }).click()
  await page.getByRole('option', { name: 'moved-to' }).click()
  await expect(dialog).toContainText('0 running workloads go on')
  await expect(dialog.getByRole('row').filter({ hasText: 'GPU' })).toContainText('0 → 2 of')
  await scan('what comes of a move')
  await action.click()
  await expect(page.getByText('moves is in moved-to')).toBeVisible()
  await expect(panel.getByRole('link', { name: 'moved-to' })).toBeVisible()
  expect((await house.client.projects.get('moves')).department.name).toBe('moved-to')
})

test('what a project lends, borrows and gives one user is set in the grid, and a quota that does less than it says is told', async ({
  page,
  house,
  scan,
}) => {
  await house.client.projects.create({ name: 'lends', department: 'research' })
  await page.goto('/org?panel=project&of=lends')
  const panel = page.getByRole('complementary')
  const gpu = panel.getByRole('group', { name: 'GPU' })
  await gpu.getByText('Borrowing, lending and users').click()
  const bound = async (label: string, value: string) => {
    await gpu.getByLabel(`${label}: unlimited`).uncheck()
    await gpu.getByLabel(label, { exact: true }).fill(value)
  }
  await bound('Lends at most', 'many')
  await expect(gpu.getByText('A number, or unlimited')).toBeVisible()
  await bound('Lends at most', '0')
  await bound('Borrows at most', '4')
  await bound('One user at most', '2')
  await panel.getByLabel('Safe from preemption for').fill('30m')
  await expect(panel.getByRole('list', { name: 'What will change' })).toContainText('GPU lend limit')
  await expect(panel).toContainText('--gpu-borrow 4 --gpu-lend 0 --gpu-user 2 --min-runtime 30m')
  await scan('what is lent, before it is set')
  await panel.getByRole('button', { name: 'Set 4 values' }).click()
  await expect(page.getByText('Quota of lends in default is set')).toBeVisible()
  const [quota] = await house.client.quotas.get({ project: 'lends' })
  expect(quota).toMatchObject({ minRuntimeSeconds: 1800, userLimits: { gpu: 2000 } })
  expect(quota?.resources['gpu']).toMatchObject({ borrowLimit: 4000, lendLimit: 0 })

  const cpu = panel.getByRole('group', { name: 'CPU' })
  await cpu.getByText('Borrowing, lending and users').click()
  await cpu.getByLabel('Lends at most: unlimited').uncheck()
  await cpu.getByLabel('Lends at most', { exact: true }).fill('8')
  await expect(panel.getByText('It can be set, but:').locator('..')).toContainText('has no effect')
  await panel.getByRole('button', { name: 'Set 1 value' }).click()
  await expect(panel.getByText('It is set, but:').locator('..')).toContainText('has no effect')

  await panel.getByLabel('Its work may only be in clusters with these labels').fill('region in eu')
  await expect(panel.getByText(/line 1: write zone=a/)).toBeVisible()
  await panel.getByLabel('Its work may only be in clusters with these labels').fill('region in (eu,uk)')
  await panel.getByRole('button', { name: 'Save project' }).click()
  await expect(panel.getByRole('definition').filter({ hasText: 'region in (eu,uk)' })).toBeVisible()
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

test('a block of a spreadsheet is pasted: refused cells are named, what changes is shown, and only then it is set', async ({
  page,
  house,
  scan,
}) => {
  await house.client.projects.create({ name: 'pasted', department: 'research' })
  await page.goto('/org?pool=default')
  await page.getByRole('button', { name: 'Paste from a sheet' }).click()
  const dialog = page.getByRole('dialog', { name: 'Quotas from a sheet, node pool default' })
  await dialog.getByLabel('Cells', { exact: true }).fill('project\tgpu\tgpu limit\npasted\tmany\t4\nnowhere\t1\t')
  await expect(dialog.getByRole('list', { name: 'Refused cells' })).toContainText('Row 2, gpu: many — A number')
  await expect(dialog.getByRole('list', { name: 'Refused cells' })).toContainText('Row 3, name: nowhere')
  await expect(dialog.getByRole('button', { name: 'Set quotas' })).toBeDisabled()
  await scan('refused cells')
  await dialog.getByLabel('Cells', { exact: true }).fill('project\tgpu\tgpu limit\npasted\t2\t4')
  await expect(dialog.getByRole('table', { name: 'What would change' })).toContainText('GPU deserved')
  await scan('what would change')
  await dialog.getByRole('button', { name: 'Set 1 quota' }).click()
  await expect(dialog).toHaveCount(0)
  const [quota] = await house.client.quotas.get({ project: 'pasted' })
  expect(quota?.resources['gpu']).toMatchObject({ deserved: 2000, limit: 4000 })
})

test('the tree says in words what is blocked and what is promised twice, and the panel why', async ({
  page,
  house,
  scan,
}) => {
  const { client } = house
  await client.departments.create({ name: 'promises' })
  await client.quotas.set({ department: 'promises', gpu: { deserved: 2 } })
  for (const name of ['promised-a', 'promised-b']) {
    await client.projects.create({ name, department: 'promises' })
    await client.quotas.set({ project: name, gpu: { deserved: 2, weight: 3 } })
  }
  await client.projects.create({ name: 'barred', department: 'promises' })
  await client.quotas.set({ project: 'barred', gpu: { deserved: 0, borrowLimit: 0 } })
  await page.goto('/org?panel=project&of=barred')
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  await expect(row('promises')).toContainText('over-promised: GPU')
  await expect(row('barred')).toContainText('blocked: GPU')
  await expect(row('promised-a').getByRole('cell').nth(4)).toHaveText('3')
  await expect(page.getByRole('columnheader', { name: 'Members' })).toBeVisible()
  await expect(page.getByRole('complementary')).toContainText('barred deserves 0 and may borrow 0')
  await scan('what stands out in the tree')
  for (const name of ['promised-a', 'promised-b', 'barred']) await client.projects.archive(name)
})
