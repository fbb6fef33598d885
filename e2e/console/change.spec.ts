import { expect, test } from './support/console-test.ts'
import { holdGpus } from './support/hold-gpus.ts'

test('what helps is applied with a button, after it was read what that does, and the work starts', async ({
  page,
  house,
  scan,
}) => {
  const job = await holdGpus(house, 'asks-for-much', 64)
  await page.goto(`/workloads/${job.id}`)
  const tried = page.getByRole('listitem').filter({ hasText: 'fairlead change asks-for-much --gpu' }).first()
  await tried.getByRole('button', { name: 'Apply …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Let asks-for-much start' })
  await expect(dialog).toContainText('It stops nothing that runs.')
  await expect(dialog.getByLabel('The same by hand, CLI')).toContainText('fairlead change asks-for-much --gpu')
  await scan('the question before a suggestion is applied')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
  await job.cancel()
})

test('waiting work is changed in place, refused where it was typed, and keeps its place; running work changes its rank alone', async ({
  page,
  house,
  scan,
  trouble,
}) => {
  trouble.allow(/status of 400/)
  const holders = await Promise.all([8, 4].map((gpu) => holdGpus(house, `leaves-little-${gpu}`, gpu)))
  await Promise.all(holders.map((holder) => holder.wait({ until: 'running' })))
  const job = await holdGpus(house, 'asks-too-much', 8)
  await page.goto(`/workloads/${job.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'asks-too-much' })).toBeVisible()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Change asks-too-much' })
  await expect(dialog.getByRole('button', { name: 'Nothing changed' })).toBeDisabled()
  await dialog.getByLabel('GPUs').fill('1.5')
  await dialog.getByLabel('Time limit').fill('30m')
  await expect(dialog.getByText('Whole devices, or part of one such as 0.5')).toBeVisible()
  await scan('a change that is refused')
  await dialog.getByLabel('GPUs').fill('4')
  await expect(dialog).toContainText('fairlead change asks-too-much --gpu 4 --timeout 30m')
  await dialog.getByRole('button', { name: 'Change workload' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
  // The buttons of running work are others, and move those beside them.
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  expect((await house.client.jobs.get(job.id)).data).toMatchObject({ requests: { gpu: 4000 } })

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(dialog).toContainText('A cluster has it already.')
  await expect(dialog.getByLabel('GPUs')).toHaveCount(0)
  await dialog.getByRole('button', { name: /^Priority/ }).click()
  await page.getByRole('option', { name: /^medium-high/ }).click()
  await dialog.getByRole('button', { name: 'Change workload' }).click()
  // The notice of the change before may still be there: what ends with this one is its dialog.
  await expect(dialog).toBeHidden()
  await expect(page.getByText('asks-too-much is changed').first()).toBeVisible()
  await Promise.all([...holders, job].map((one) => one.cancel()))
})
