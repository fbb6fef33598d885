import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { ROOT } from '../../tools/processes/child.ts'
import { quantile } from '../machine.ts'
import { figure, type Figure } from './budgets.ts'

const HOST = 'http://drawings.localhost'
const TIMES = 15

/** Draws what the console draws on canvas, as large as it may get, again and again in a page of its own: the median of each. */
export async function measureDrawing(browser: Browser): Promise<Figure[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.route(`${HOST}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (!pathname.endsWith('.ts')) return await route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })
    const body = stripTypeScriptTypes(readFileSync(join(ROOT, pathname), 'utf8'))
    return await route.fulfill({ contentType: 'text/javascript', body })
  })
  await page.goto(HOST)
  const median = async (name: string) => {
    const took = await page.evaluate<number[]>(
      `import('/packages/web/test/drawings.ts').then((all) => all.${name}(${TIMES}))`,
    )
    return quantile(
      took.toSorted((a, b) => a - b),
      0.5,
    )
  }
  const figures = [
    figure('drawn again', '80,000 cells of the heatmap', 1, await median('heat')),
    figure('drawn again', '10,000 bars of the timeline', 1, await median('gantt')),
  ]
  await page.close()
  return figures
}
