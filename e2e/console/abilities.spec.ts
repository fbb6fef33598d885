import { expect, test } from './support/console-test.ts'
import { addKubernetesCluster } from './support/kubernetes-cluster.ts'

test('a cluster says what it can do, what its owner allows and what it lacks, and checks itself', async ({
  page,
  house,
}) => {
  const cluster = await addKubernetesCluster(house, 'kube-abilities')
  try {
    await page.goto(`/clusters/${cluster.name}`)
    await page.getByRole('tab', { name: 'What it can do' }).click()
    await expect(page.getByText('v1.34.2 on linux/amd64')).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'JobSet' })).toContainText('distributed jobs')
    await expect(page.getByRole('row').filter({ hasText: 'nfs.example.com' })).toContainText('yes')
    await expect(page.getByRole('table', { name: 'Missing rights' })).toContainText('create apps/deployments')
    await expect(page.getByText('projectNamespaces')).toBeVisible()
    const allowed = page.getByRole('region', { name: 'What its owner allows' })
    await expect(allowed).toContainText('Only these kinds of work: Job, Distributed, Endpoint and Evaluation.')
    await expect(allowed).toContainText('At most 8 GPUs for all work together.')
    await expect(allowed).toContainText('No shells inside pods.')
    await page.getByRole('button', { name: 'Run checks' }).click()
    const checks = page.getByRole('region', { name: 'Checks' })
    await expect(checks).toContainText('1 of 3 lines need a look')
    await expect(checks.getByRole('listitem').first()).toContainText('allow port 9443')
    expect(cluster.agent.frames.some((frame) => frame.t === 'command' && frame.b.args['network'] === true)).toBe(true)
  } finally {
    await cluster.stop()
  }
})

test('a host says that it has no Kubernetes, and its checks pass', async ({ page }) => {
  await page.goto('/clusters/desk')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Run checks' }).click()
  await page.getByRole('button', { name: 'Run checks' }).click()
  await expect(page.getByText(/all \d+ are in order/)).toBeVisible()
  await expect(page.getByText('its work is processes on a host').or(page.getByText('has not said yet'))).toBeVisible()
})
