import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { ROOT } from '../../tools/processes/child.ts'
import { figure, type Figure } from './budgets.ts'
import { mainThreadSeconds } from './measure-live.ts'

const HOST = 'http://drawings.localhost'
const TIMES = 100

/**
 * Draws what the console draws on canvas, as large as it may get, again and again in a page of its own: processor time of the
 * main thread for each time, because others use the machine, too.
 */
export async function measureDrawing(browser: Browser): Promise<Figure[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.route(`${HOST}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (!pathname.endsWith('.ts')) return await route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })
    const body = stripTypeScriptTypes(readFileSync(join(ROOT, pathname), 'utf8'))
    return await route.fulfill({ contentType: 'text/javascript', body })
  })
  await page.goto(HOST)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpuMs = async (name: string) => {
    const startedAt = await mainThreadSeconds(cdp)
    await page.evaluate(`import('/packages/web/test/drawings.ts').then((all) => all.${name}(${TIMES}))`)
    return ((await mainThreadSeconds(cdp)) - startedAt) * (1000 / TIMES)
  }
  const figures = [
    figure('drawn again', '80,000 cells of the heatmap', 1, await cpuMs('heat')),
    figure('drawn again', '10,000 bars of the timeline', 1, await cpuMs('gantt')),
  ]
  await page.close()
  return figures
}
