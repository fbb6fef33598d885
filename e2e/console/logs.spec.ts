import { expect, test } from './support/console-test.ts'

test('a run is searched where it lies, and a link leads to one line of it', async ({ page, house, context, scan }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const job = await house.client.jobs.submit({
    project: 'vision',
    name: 'says-much',
    spec: {
      command: [
        '/bin/sh',
        '-c',
        'for i in $(seq 1 1500); do echo "line $i"; done; echo "the needle"; seq 1 398; echo "ERROR lost"; echo "  of all"',
      ],
      resources: { cpu: 0.1, memory: '16Mi' },
      placement: { clusters: ['desk'] },
    },
  })
  await job.wait()
  await page.goto(`/workloads/${job.id}?tab=logs`)
  const log = page.getByRole('log')
  await expect(page.getByText('Complete')).toBeVisible()
  const find = page.getByLabel('Find in output')
  await find.fill('LINE 17')
  await expect(page.getByText('line 17', { exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Search the whole run' }).click()
  await expect(log).toContainText('line 1700'.slice(0, 7))
  await expect(log).toContainText('line 17')
  await expect(log).not.toContainText('line 900')
  await scan('a search of the whole run')
  await page.getByRole('button', { name: 'Only lines with “LINE 17”' }).click()

  await find.fill('needle')
  // The whole output is read again before anything of it is found.
  await expect(page.getByRole('status').filter({ hasText: /^1$/ })).toBeVisible()
  await find.press('Enter')
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Copy a link to the marked line' }).click()
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(link).toContain('line=')
  await page.goto('/workloads')
  await page.goto(link)
  await expect(log.getByText('the needle')).toBeInViewport()

  await page.getByRole('group', { name: 'Only lines of' }).getByRole('button', { name: 'Errors' }).click()
  await expect(log).toHaveText('ERROR lost  of all')
  await scan('only errors')
  await page.getByRole('button', { name: 'Copy what is shown' }).click()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('ERROR lost\n  of all\n')
  await page.getByRole('button', { name: 'Full screen' }).click()
  await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible()
  await page.keyboard.press('f')
  await expect(page.getByRole('button', { name: 'Full screen', exact: true })).toBeVisible()
})
