import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

const KINDS = [
  { kind: 'Job', has: ['Command', 'Image'], lacks: ['Replicas', 'Ports', 'Destination'], yaml: 'kind: Job' },
  { kind: 'Distributed', has: ['Replicas', 'Command'], lacks: ['Ports'], yaml: 'kind: Distributed' },
  { kind: 'Workspace', has: ['Ports', 'Image'], lacks: ['Replicas', 'Health path'], yaml: 'kind: Workspace' },
  {
    kind: 'Endpoint',
    has: ['Ports', 'Health path', 'Replicas, at most'],
    lacks: ['Destination'],
    yaml: 'kind: Endpoint',
  },
  { kind: 'Evaluation', has: ['Configuration in JSON'], lacks: ['Ports', 'Replicas'], yaml: 'kind: Evaluation' },
  {
    kind: 'Image build',
    has: ['Destination', 'Push secret'],
    lacks: ['Command', 'Environment'],
    yaml: 'kind: ImageBuild',
  },
]

test('each kind of work shows the fields that it has, and the YAML follows', async ({ page, scan }) => {
  await page.goto('/workloads/submit?project=vision')
  for (const { kind, has, lacks, yaml } of KINDS) {
    await page.getByRole('radio', { name: kind }).check()
    for (const label of has) await expect(page.getByLabel(label, { exact: true })).toBeVisible()
    for (const label of lacks) await expect(page.getByLabel(label, { exact: true })).toHaveCount(0)
    await expect(page.getByLabel('The same by hand, YAML')).toContainText(yaml)
    // The last one is scanned anyway.
    if (kind === 'Endpoint') await scan('an endpoint')
  }
})

test('a workspace with storage is checked, submitted, runs, and fills the form again', async ({ page }) => {
  await page.goto('/workloads/submit?project=vision')
  await page.getByRole('radio', { name: 'Workspace' }).check()
  await page.getByLabel('Name', { exact: true }).fill('notes')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/notebook:1')
  await page.getByRole('button', { name: 'Size: as written below' }).click()
  await page.getByRole('option', { name: /^small/ }).click()
  await page.getByRole('button', { name: 'Volume', exact: true }).click()
  await page.getByRole('button', { name: 'Submit workload' }).click()
  await expect(page.getByText('A full path such as /data')).toBeVisible()
  await page.getByLabel('Mount path').fill('/home/me')
  await page.getByRole('group', { name: 'volume 1' }).getByLabel('Size').fill('10Gi')
  await page.getByRole('button', { name: 'Any cluster' }).click()
  await page.getByRole('option', { name: 'desk' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'CLI', exact: true }).click()
  await expect(page.getByText(/fairlead run .*--kind workspace .*--volume own=10Gi:\/home\/me/)).toBeVisible()
  await page.getByRole('button', { name: 'Check it first' }).click()
  await expect(page.getByText(/No cluster can run this as things stand: desk/)).toBeVisible()

  await page.getByRole('button', { name: /^Only/ }).click()
  await page.getByRole('option', { name: 'desk' }).click()
  await page.getByRole('option', { name: 'atlas' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Check it first' }).click()
  await expect(page.getByText('It would be taken.')).toBeVisible()
  await page.getByRole('button', { name: 'Submit workload' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'notes' })).toBeVisible()
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
  await page.getByRole('link', { name: 'Clone' }).click()
  await expect(page.getByRole('radio', { name: 'Workspace' })).toBeChecked()
  await expect(page.getByLabel('Mount path')).toHaveValue('/home/me')
  await expect(page.getByRole('button', { name: /^Only/ })).toContainText('atlas')
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue('registry.example.com/notebook:1')
  await page.goBack()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel workload' }).click()
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Cancelled')
})

test('a clone shows what differs from its origin as it is typed, and the two know of each other', async ({
  page,
  house,
  scan,
}) => {
  const origin = await holdGpus(house, 'origin-a', 1)
  await page.goto(`/workloads/submit?from=${origin.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Clone origin-a' })).toBeVisible()
  const differences = page.getByRole('region', { name: 'Differs from origin-a' })
  await expect(differences).toContainText('In nothing yet')
  await page.getByLabel('Name', { exact: true }).fill('clone-a')
  await page.getByRole('textbox', { name: 'Environment' }).fill('SEED=8')
  await expect(differences).toContainText('env.SEED')
  await page.getByRole('button', { name: 'CLI', exact: true }).click()
  await expect(page.getByText(`fairlead clone ${origin.id} --name clone-a --set env.SEED=8`)).toBeVisible()
  await scan('a clone')
  await page.getByRole('button', { name: 'Submit clone' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'clone-a' })).toBeVisible()
  await page.getByRole('link', { name: 'origin-a', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'origin-a', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'clone-a' })).toBeVisible()
  for (const job of [await house.client.jobs.get('clone-a'), origin]) await job.cancel()
})

test('a size that fits no node says so where it is chosen', async ({ page, house }) => {
  await house.client.sizes.set('titan', { requests: { cpu: 500, memory: '8Gi' }, limits: {} })
  await page.goto('/workloads/submit?project=vision')
  await page.getByRole('button', { name: 'Size: as written below' }).click()
  await expect(page.getByRole('option', { name: /titan/ })).toContainText('no node has 500 cores; the largest has 6')
  await page.getByRole('option', { name: /titan/ }).click()
  await expect(page.getByText('As things stand, no node has 500 cores')).toBeVisible()
  await house.client.sizes.delete('titan')
})

test('rules of placement are typed line by line, refused with the line that is wrong, and come back in a form that begins from the work', async ({
  page,
  house,
  scan,
}) => {
  await house.client.nodePools.create({ name: 'spare', selector: { spare: 'yes' } })
  await page.goto('/workloads/submit?project=vision')
  await page.getByRole('radio', { name: /^Distributed/ }).check()
  await page.getByLabel('Command').fill('torchrun train.py')
  await page.getByLabel('GPUs').fill('8')
  await page.getByLabel('Replicas', { exact: true }).fill('3')
  await page.getByLabel('Replicas, at least').fill('1')
  await page.getByText('Rules of placement').click()
  await page.getByRole('button', { name: 'It waits there' }).click()
  await page.getByRole('option', { name: 'spare' }).click()
  await page.keyboard.press('Escape')
  await page.getByLabel('Only on nodes with these labels').fill('!spot\nzone in a')
  await page.getByLabel('No two replicas in one').fill('node')
  await expect(page.getByText(/line 2: write zone=a/)).toBeVisible()
  await scan('rules of placement')
  await page.getByLabel('Only on nodes with these labels').fill('!spot')
  await page.getByLabel('Rather on nodes with these labels').fill('50 nvlink')
  const yaml = page.getByLabel('The same by hand, YAML')
  for (const line of ['replicasMin: 1', 'operator: DoesNotExist', 'weight: 50', 'apartBy: node', '- spare'])
    await expect(yaml).toContainText(line)
  await page.getByRole('button', { name: 'Submit workload' }).click()
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()

  const [, id = ''] = /workloads\/([^/?]+)/.exec(page.url()) ?? []
  await page.goto(`/workloads/submit?from=${id}`)
  await expect(page.getByLabel('Only on nodes with these labels')).toHaveValue('!spot')
  await expect(page.getByLabel('Rather on nodes with these labels')).toHaveValue('50 nvlink')
  await expect(page.getByLabel('Replicas, at least')).toHaveValue('1')
  await expect(page.getByRole('button', { name: /Tried in this order/ }).first()).toContainText('spare')
  await house.client.jobs.cancel(id)
})
