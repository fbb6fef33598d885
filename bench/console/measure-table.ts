import type { Browser, Page } from '@playwright/test'
import { figure, type Figure } from './budgets.ts'
import { openPage } from './open-page.ts'
import type { Site } from './open-site.ts'

const COLUMNS = ['Name', 'Project', 'GPUs'] as const
const LETTERS = 'train-d'

/** Works with the list of all workloads: sorts, filters and scrolls it. */
export async function measureTable(browser: Browser, site: Site, slowdown: 1 | 4): Promise<Figure[]> {
  const { page, cdp, close } = await openPage(browser, site, slowdown)
  let rowsKib = 0
  page.on('response', (response) => {
    if (!response.url().includes('workloads.list') || rowsKib > 0) return
    void response
      .request()
      .sizes()
      .then(({ responseBodySize }) => {
        rowsKib ||= responseBodySize / 1024
      })
  })
  page.setDefaultTimeout(120_000)
  await page.goto('/workloads', { waitUntil: 'commit' })
  const rows = page.getByRole('table').getByRole('row')
  await rows.nth(20).waitFor()
  await page.waitForTimeout(1000)
  const name = 'workloads'
  const figures = [figure('first rows', name, slowdown, rowsKib)]
  // Sorting by anything but age reads all rows; what is measured is the sorting of what is there.
  const head = (column: string) => page.getByRole('columnheader', { name: column }).getByRole('button').first()
  await head('Name').click()
  await page.waitForTimeout(6000)
  let worst = 0
  for (const column of COLUMNS) worst = Math.max(worst, await paintAfter(page, () => head(column).click()))
  figures.push(figure('sort by a column', name, slowdown, worst))
  const field = page.getByLabel('Filter by name')
  await field.focus()
  let slowest = 0
  for (const letter of LETTERS) slowest = Math.max(slowest, await paintAfter(page, () => page.keyboard.press(letter)))
  figures.push(figure('type into the filter', name, slowdown, slowest))
  await field.fill('')
  await page.waitForTimeout(2000)
  figures.push(figure('scroll through the rows', name, slowdown, await scroll(page)))
  figures.push(figure('rows in the document', name, slowdown, await rows.count()))
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  figures.push(figure('heap after all of it', name, slowdown, usedSize / 2 ** 20))
  await close()
  return figures
}

/** The longest event that the browser itself has timed while something was done, in milliseconds; what is shorter than 16 counts as that. */
async function paintAfter(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(`window.__longest = 16
    window.__watch?.disconnect()
    window.__watch = new PerformanceObserver((list) => { for (const e of list.getEntries()) window.__longest = Math.max(window.__longest, e.duration) })
    window.__watch.observe({ type: 'event', durationThreshold: 16 })`)
  await act()
  await page.waitForTimeout(400)
  return await page.evaluate<number>('window.__longest')
}

/** Frames a second while the list is scrolled by 400 pixels each frame, for two seconds. */
async function scroll(page: Page): Promise<number> {
  return await page.evaluate<number>(`new Promise((resolve) => {
    const scroller = document.querySelector('[role="table"], table').parentElement
    const startedAt = performance.now()
    let frames = 0
    const step = () => {
      frames += 1
      scroller.scrollBy(0, 400)
      const tookMs = performance.now() - startedAt
      if (tookMs < 2000) requestAnimationFrame(step)
      else resolve((frames * 1000) / tookMs)
    }
    requestAnimationFrame(step)
  })`)
}
