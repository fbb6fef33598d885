import { expect, test } from './support/console-test.ts'

const JOBS = 80
const name = (index: number) => `passing-${String(index).padStart(2, '0')}`

test('rows that scroll past say what they are, stand in their order when the list rests, and none takes the focus of another', async ({
  page,
  house,
}) => {
  const ids = await house.client.jobs.submitBatch(
    Array.from({ length: JOBS }, (_, index) => ({
      project: 'vision',
      name: name(index),
      // More than there is anywhere: they wait.
      spec: { command: ['python', 'train.py'], resources: { cpu: 1, memory: '1Gi', gpu: 64 } },
    })),
  )
  await page.goto('/workloads?q=passing-&sort=name&asc=true')
  const table = page.getByRole('table', { name: 'Workloads' })
  await expect(table).toHaveAttribute('aria-rowcount', String(JOBS + 1))
  const link = (index: number) => table.getByRole('link', { name: name(index) })
  await link(0).focus()
  const made = await page.evaluate<number>(`(window.made = new Set(document.querySelectorAll('[data-row]'))).size`)
  await page.evaluate(`new Promise((resolve) => {
    let steps = 0
    const step = () => {
      document.querySelector('[role="table"]').parentElement.scrollBy(0, 200)
      if ((steps += 1) < 24) requestAnimationFrame(step)
      else resolve()
    }
    step()
  })`)
  await expect(link(JOBS - 1)).toBeVisible()
  await expect(link(0)).toHaveCount(0)
  expect(await page.evaluate(`document.activeElement.closest('[data-row]') === null`)).toBe(true)
  // In the order of the document, as it is read out and as Tab goes.
  const rows = () =>
    table.evaluate((element) =>
      [...element.querySelectorAll('[data-row]')].map((row) => [
        Number(row.getAttribute('data-row')),
        row.querySelector('[data-row-link]')?.textContent,
      ]),
    )
  await expect
    .poll(async () =>
      (await rows()).every(([index], place, all) => place === 0 || Number(index) > Number(all[place - 1]?.[0])),
    )
    .toBe(true)
  for (const [index, text] of await rows()) expect(text).toBe(name(Number(index)))
  const kept = await page.evaluate<number>(
    `[...document.querySelectorAll('[data-row]')].filter((row) => window.made.has(row)).length`,
  )
  expect(kept).toBeGreaterThan(made / 2)
  await link(JOBS - 1).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(ids.at(-1) ?? ''))
  for (const id of ids) await house.client.jobs.cancel(id)
})
