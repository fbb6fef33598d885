import { expect, test } from './support/console-test.ts'
import { addKubernetesCluster } from './support/kubernetes-cluster.ts'

test('a connection is made without its secret, which is refused in words where somebody writes it', async ({
  page,
  trouble,
  scan,
}) => {
  trouble.allow(/status of 4\d\d/)
  await page.goto('/connections?project=speech')
  await expect(page.getByText('No connection yet')).toBeVisible()
  await page.getByRole('button', { name: 'Connection', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('lake')
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await expect(dialog.getByText('Needed')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Bucket' }).fill('datasets')
  await dialog.getByRole('textbox', { name: 'Endpoint' }).fill('https://user:pass-word@s3.example.com')
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await expect(dialog.getByRole('alert')).toContainText('looks like a secret value')
  await expect(dialog.getByRole('alert')).not.toContainText('pass-word')
  await expect(dialog.getByText('secret values are refused').first()).toBeVisible()
  await scan('a refused secret')
  await dialog.getByRole('textbox', { name: 'Endpoint' }).fill('https://s3.example.com')
  await dialog.getByRole('textbox', { name: 'Secret' }).fill('lake-keys')
  await expect(dialog.getByText(/fairlead connection add lake .*--secret lake-keys/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  const row = page.getByRole('row').filter({ hasText: 'lake-keys' })
  await expect(row).toContainText('datasets at https://s3.example.com')

  await page.getByRole('button', { name: 'Change lake' }).click()
  await dialog.getByRole('textbox', { name: 'Prefix' }).fill('images')
  await dialog.getByRole('button', { name: 'Save connection' }).click()
  await expect(row).toContainText('datasets/images')
  await page.getByRole('button', { name: 'Delete lake' }).click()
  await dialog.getByRole('button', { name: 'Delete connection' }).click()
  await expect(page.getByText('No connection yet')).toBeVisible()
})

test('a connection is tried from a cluster, and tells how long it took or why it failed', async ({ page, house }) => {
  const cluster = await addKubernetesCluster(house, 'kube-tries')
  const { connections } = house.client
  const settings = { bucket: 'a', endpoint: 'https://s3.example.com' }
  await connections.create({ project: 'vision', name: 'works', type: 's3', settings })
  await connections.create({ project: 'vision', name: 'broken', type: 's3', settings })
  try {
    await page.goto('/connections?project=vision')
    const dialog = page.getByRole('dialog')
    for (const [name, said] of [
      ['works', /Works from kube-tries.*42 ms.*120 objects/],
      ['broken', /Does not work from kube-tries.*not known to the DNS/],
    ] as const) {
      await page.getByRole('button', { name: `Test ${name}` }).click()
      await dialog.getByRole('button', { name: /^From cluster/ }).click()
      await page.getByRole('option', { name: cluster.name }).click()
      await dialog.getByRole('button', { name: 'Test connection' }).click()
      await expect(dialog.getByRole('status')).toHaveText(said)
      await dialog.getByRole('button', { name: 'Close' }).last().click()
    }
  } finally {
    await connections.delete('vision', 'works')
    await connections.delete('vision', 'broken')
    await cluster.stop()
  }
})
