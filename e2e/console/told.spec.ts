import { expect, test } from './support/console-test.ts'
import { addKubernetesCluster } from './support/kubernetes-cluster.ts'

test('what a command tells of itself is on its page while it runs and after: progress, figures, result, address', async ({
  page,
  house,
  scan,
}) => {
  const cluster = await addKubernetesCluster(house, 'kube-told')
  try {
    const job = await house.client.jobs.submit({
      project: 'vision',
      name: 'tells',
      kind: 'job',
      spec: {
        template: 'ml_training',
        image: 'registry.example.com/train:1',
        command: ['train'],
        ports: [6006],
        placement: { clusters: [cluster.name] },
      },
    })
    await page.goto(`/workloads/${job.id}`)
    await expect(page.getByRole('heading', { level: 1, name: 'tells' })).toBeVisible()
    const run = await cluster.runOf(job.id)
    const told = { figures: { loss: 0.1234, epoch: 3 }, address: 'tells.vision.svc:6006', replicas: [] }
    cluster.agent.reportRun(run, 'RUNNING', { ...told, progress: 0.425 })
    const tells = page.getByRole('region', { name: 'What it tells' })
    await expect(tells.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42')
    await expect(tells).toContainText('0.1234')
    await expect(page.getByText('tells.vision.svc:6006')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Copy address' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Facts' })).toContainText('ml_training')

    const result = { accuracy: 0.93, classes: { cat: 12, dog: 8 }, note: 'good' }
    cluster.agent.reportRun(run, 'SUCCEEDED', { ...told, progress: 1, result, exitCode: 0 })
    await expect(page.getByText('Succeeded', { exact: true }).first()).toBeVisible()
    await expect(tells.getByRole('group', { name: 'Result' })).toContainText('accuracy: 0.93')
    await tells.getByText('classes:').click()
    await expect(tells.getByText('cat:')).toBeHidden()
    await scan('the result')
    await page.getByRole('tab', { name: 'Runs' }).click()
    const row = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1)
    await expect(row).toContainText('100 %')
    await expect(row).toContainText('loss 0.1234')
    await expect(row).toContainText('accuracy, classes, note')
  } finally {
    await cluster.stop()
  }
})
