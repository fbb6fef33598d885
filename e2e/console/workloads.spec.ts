import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('a row goes from waiting to running under the eyes of the reader, without a reload', async ({ page, house }) => {
  const holder = await holdGpus(house, 'holder', 8)
  const other = await holdGpus(house, 'other-holder', 8)
  await other.wait({ until: 'running' })
  await page.goto('/workloads?q=waits-')
  await page.evaluate('globalThis.isSamePage = true')
  const waiting = await holdGpus(house, 'waits-for-room', 8, 'speech')
  const row = page.getByRole('row').filter({ hasText: 'waits-for-room' })
  await expect(row).toContainText('Queued')
  await expect(row).toContainText(/Needs 8 GPUs/)
  await holder.cancel()
  // A run ends, a round decides, another run starts.
  await expect(row).toContainText('Running', { timeout: 40_000 })
  await expect(row).toContainText('atlas')
  expect(await page.evaluate('globalThis.isSamePage')).toBe(true)
  await other.cancel()
  await waiting.cancel()
})

test('filters and the open row live in the address: a reload and a pasted link show the same, and junk in it does no harm', async ({
  page,
  house,
  scan,
}) => {
  const job = await holdGpus(house, 'filter-me', 1)
  await job.wait({ until: 'running' })
  await page.goto('/workloads')
  await page.getByLabel('Filter by name or condition').fill('filter-me')
  await expect(page).toHaveURL(/q=filter-me/)
  await expect(page.getByRole('row').filter({ hasText: 'filter-me' })).toHaveCount(1)
  await page.reload()
  await expect(page.getByLabel('Filter by name or condition')).toHaveValue('filter-me')
  await expect(page.getByRole('table', { name: 'Workloads' })).toHaveAttribute('aria-rowcount', '2')
  await page.getByRole('row').filter({ hasText: 'filter-me' }).getByText('Running').click()
  const panel = page.getByRole('complementary', { name: 'filter-me' })
  await expect(panel.getByRole('button', { name: 'Stop' })).toBeVisible()
  await scan('a workload beside the list')
  await expect(page).toHaveURL(new RegExp(`panel=${job.id}`))
  await page.reload()
  await expect(panel.getByRole('table', { name: 'Replicas of run 1' })).toBeVisible()
  await panel.getByRole('button', { name: 'Close panel' }).click()
  await expect(panel).toHaveCount(0)
  await page.goto('/workloads?q=filter-me&phase=NONSENSE&sort=nowhere&asc=perhaps')
  await expect(page.getByRole('row').filter({ hasText: 'filter-me' })).toHaveCount(1)
  await job.cancel()
})

test('a filter is kept under a name, comes back after a reload, and is taken away', async ({ page, scan }) => {
  await page.goto('/workloads?q=night&project=vision')
  await expect(page.getByLabel('Filter by name or condition')).toHaveValue('night')
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByLabel('Name of a view').fill('Nightly of vision')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const views = page.getByRole('group', { name: 'Saved views' })
  await expect(views.getByRole('button', { name: 'Nightly of vision', exact: true })).toBeVisible()
  await scan('saved views')
  await page.goto('/workloads')
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('button', { name: 'Nightly of vision', exact: true }).click()
  await expect(page).toHaveURL(/q=night.*project=vision/)
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('button', { name: 'Remove Nightly of vision' }).click()
  await expect(views).toContainText('None yet')
})

test('all rows of a filter are handed over as a file that no spreadsheet runs', async ({ page, house }) => {
  const job = await holdGpus(house, 'for-the-file', 1)
  await page.goto('/workloads?q=for-the-file')
  await expect(page.getByRole('row').filter({ hasText: 'for-the-file' })).toBeVisible()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as CSV' }).click()
  const file = readFileSync(await (await waiting).path(), 'utf8')
  const [head = '', row = ''] = file.split('\r\n')
  expect(head.split(',').slice(0, 3)).toEqual(['id', 'name', 'project'])
  expect(row).toContain(`${job.id},for-the-file,vision`)
  expect(row).toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z/)
  await expect(page.getByText('1 row in the file')).toBeVisible()
  await job.cancel()
})

test('a workload is submitted with a form that refuses nonsense in place and shows the same as a command', async ({
  page,
  scan,
}) => {
  await page.goto('/workloads')
  await page.getByRole('link', { name: 'Submit workload' }).click()
  await page.getByRole('button', { name: 'Submit workload' }).click()
  await expect(page.getByText('Say what to run')).toBeVisible()
  await scan('refused fields')
  await page.getByRole('button', { name: 'Project: Choose a project' }).click()
  await page.getByRole('option', { name: 'vision' }).click()
  await page.getByLabel('Name', { exact: true }).fill('from-the-form')
  await page.getByLabel('Command').fill('python train.py --epochs 3')
  await page.getByLabel('GPUs').fill('2')
  await page.getByRole('button', { name: 'CLI', exact: true }).click()
  await expect(page.getByText(/fairlead run .*from-the-form.* -- python train.py --epochs 3/s)).toBeVisible()
  await page.getByRole('button', { name: 'Submit workload' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'from-the-form' })).toBeVisible()
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Cancel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel from-the-form' })
  await expect(dialog).toContainText('frees 2 GPUs')
  await scan('the question before the cancellation')
  await dialog.getByRole('button', { name: 'Cancel workload' }).click()
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Cancelled')
})

test('output appears line by line while the work runs, and is found, and its end is told', async ({ page, house }) => {
  const mayEnd = join(house.home, 'may-end')
  const job = await house.client.jobs.submit({
    project: 'vision',
    name: 'prints-lines',
    spec: {
      command: [
        '/bin/sh',
        '-c',
        'for i in 1 2 3 4 5 6; do echo "step $i of 6"; done; until [ -e "$0" ]; do sleep 0.1; done; echo over',
        mayEnd,
      ],
      resources: { cpu: 0.1, memory: '16Mi' },
      placement: { clusters: ['desk'] },
    },
  })
  await page.goto(`/workloads/${job.id}?tab=logs`)
  const log = page.getByRole('log')
  await expect(log).toContainText('step 6 of 6')
  await expect(log).not.toContainText('over')
  writeFileSync(mayEnd, '')
  await expect(log).toContainText('over')
  await expect(page.getByText('Complete')).toBeVisible()
  await page.getByLabel('Find in output').fill('step')
  await expect(page.getByText('6', { exact: true })).toBeVisible()

  await page.getByRole('tab', { name: 'Status' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Succeeded' }).first()).toBeVisible()
})

test('work that can never run says so at once, with numbers, what helps, and every gate', async ({ page, house }) => {
  const job = await holdGpus(house, 'giant', 64)
  await page.goto(`/workloads/${job.id}`)
  await expect(page.getByText(/Needs 64 GPUs on one node/)).toBeVisible()
  await expect(page.getByText('waiting alone will not help')).toBeVisible()
  await expect(page.getByText(/What helps:/)).toBeVisible()
  const gates = page.getByRole('list', { name: 'What the scheduler asked, in its order' })
  await expect(gates.getByRole('img', { name: 'did not pass' }).first()).toBeVisible()
  await job.cancel()
})

test('several are cancelled at once, and the question counts what can still be cancelled', async ({ page, house }) => {
  const jobs = await Promise.all([1, 2, 3].map((index) => holdGpus(house, `bulk-${index}`, 1)))
  await page.goto('/workloads?q=bulk-')
  await expect(page.getByRole('row').filter({ hasText: 'Running' })).toHaveCount(3)
  await page.getByRole('checkbox', { name: /all/i }).check()
  await expect(page.getByRole('region', { name: 'Selected workloads' })).toContainText('3 workloads selected')
  await jobs[0]?.cancel()
  await page.getByRole('region', { name: 'Selected workloads' }).getByRole('button', { name: 'Cancel' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2 of 3 can still be cancelled')
  await dialog.getByRole('button', { name: 'Cancel 2 workloads' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Cancelled' })).toHaveCount(3)
})
