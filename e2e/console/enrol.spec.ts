import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, startChild } from '../../tools/processes/child.ts'
import { expect, test } from './support/console-test.ts'

test('a cluster is added by doing what the page says, and each step ticks itself', async ({ page, house, scan }) => {
  await page.goto('/clusters')
  await page.getByRole('link', { name: 'Add cluster' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Not a name')
  await page.getByRole('button', { name: 'Add cluster' }).click()
  await expect(page.getByText('Lower-case letters, digits and dashes')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('oslo')
  await page.getByRole('button', { name: 'Add cluster' }).click()
  await expect(page.getByText('Waiting for the agent to enrol')).toBeVisible()
  const steps = page.getByRole('main')
  await expect(page.getByRole('radio', { name: /Kubernetes/ })).toBeChecked()
  await expect(steps).toContainText('kubectl create namespace fairlead-agent')
  await expect(steps).toContainText('--from-file=token=/dev/stdin')
  await expect(steps).toContainText("--set 'projectNamespaces={speech,vision}'")
  await expect(page.getByText('means the pod itself inside a cluster')).toBeVisible()
  await page.getByLabel('Address of the control plane').fill('https://fairlead.example.com')
  await expect(steps).toContainText('--set controlPlane.url=https://fairlead.example.com')
  await expect(page.getByText('means the pod itself inside a cluster')).toBeHidden()
  await scan('the commands for Kubernetes')
  for (const box of await page.locator('pre').all()) expect(await box.innerText()).not.toMatch(/flj_/)
  await page.getByRole('radio', { name: /Simulated/ }).check()
  await page.getByRole('button', { name: 'From a checkout' }).click()
  const token = await page
    .locator('code')
    .filter({ hasText: /^flj_|^\S{30,}$/ })
    .innerText()
  const command = await page.getByLabel('Where the cluster is, From a checkout').innerText()
  expect(command, 'the token stands in no command').not.toContain(token)
  await scan('waiting for the agent')

  const home = mkdtempSync(join(tmpdir(), 'fairlead-enrol-'))
  symlinkSync(join(ROOT, 'packages'), join(home, 'packages'))
  const agent = startChild({
    name: 'agent of oslo',
    command: '/bin/sh',
    args: ['-c', `cd ${home}\n${command}`],
    env: process.env,
    logFile: join(home, 'agent.log'),
    input: `${token}\n`,
  })
  try {
    await expect(page.getByRole('img', { name: /Step [1-5], done/ })).toHaveCount(4)
    await page.getByRole('button', { name: 'Run checks' }).click()
    await page.getByRole('button', { name: 'Submit a sample job' }).click()
    await expect(page.getByText('oslo is ready for work.')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('img', { name: /Step \d, done/ })).toHaveCount(8)
    await page.getByRole('link', { name: 'Open cluster' }).click()
    await expect(page.getByText('Healthy')).toBeVisible()
  } finally {
    // The shell and what it started are one group.
    process.kill(-agent.pid, 'SIGTERM')
    await agent.exited
    await house.client.clusters.revoke('oslo')
    rmSync(home, { recursive: true, force: true })
  }
})

test('a token that nobody used is replaced by a new one, and the page can be left and taken up again', async ({
  page,
  house,
}) => {
  await house.client.clusters.create({ name: 'bergen' })
  await page.goto('/clusters')
  await page.getByRole('link', { name: 'bergen' }).click()
  await page.goto('/clusters/enrol?cluster=bergen')
  await expect(page.getByText('is not kept here')).toBeVisible()
  await page.getByRole('button', { name: 'Create a new token' }).click()
  await expect(page.getByText('Join token, shown this once')).toBeVisible()
  await house.client.clusters.revoke('bergen')
})
