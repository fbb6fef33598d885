import type { Browser } from '@playwright/test'
import { quantile } from '../machine.ts'
import { figure, type Figure } from './budgets.ts'
import { openPage } from './open-page.ts'
import type { Site } from './open-site.ts'

const PAGES = [
  { name: 'overview', path: '/', shows: 'Overview' },
  { name: 'workloads', path: '/workloads', shows: 'Workloads' },
  { name: 'queue', path: '/queues', shows: 'Queue' },
  { name: 'projects', path: '/org', shows: 'Projects' },
  { name: 'a cluster of 100 nodes', path: '/clusters/hamburg', shows: 'hamburg' },
] as const
const LOADS = 3
/** After the heading is there: what comes late is counted too. */
const SETTLE_MS = 1500

interface Load {
  fcp: number
  lcp: number
  blocked: number
  requests: number
  foreign: number
}

/** Loads each page some times with an empty cache, over a line of 10 Mbit/s and 40 ms. */
export async function measureLoads(browser: Browser, site: Site, slowdown: 1 | 4): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { name, path, shows } of PAGES) {
    const loads: Load[] = []
    for (let time = 0; time < LOADS; time += 1) loads.push(await load(browser, site, { path, shows, slowdown }))
    const median = (of: (load: Load) => number) =>
      quantile(
        loads.map(of).toSorted((a, b) => a - b),
        0.5,
      )
    figures.push(
      figure(
        'first contentful paint',
        name,
        slowdown,
        median(({ fcp }) => fcp),
      ),
      figure(
        'largest contentful paint',
        name,
        slowdown,
        median(({ lcp }) => lcp),
      ),
      figure(
        'total blocking time',
        name,
        slowdown,
        median(({ blocked }) => blocked),
      ),
    )
    if (slowdown !== 1) continue
    figures.push(
      figure(
        'requests until the largest paint',
        name,
        slowdown,
        median(({ requests }) => requests),
      ),
      figure('requests to other hosts', name, slowdown, Math.max(...loads.map(({ foreign }) => foreign))),
    )
  }
  return figures
}

async function load(
  browser: Browser,
  site: Site,
  { path, shows, slowdown }: { path: string; shows: string; slowdown: number },
): Promise<Load> {
  const { page, close } = await openPage(browser, site, slowdown, { isRemote: true })
  let foreign = 0
  page.on('request', (request) => {
    if (!['blob:', 'data:'].includes(new URL(request.url()).protocol) && !request.url().startsWith(site.url))
      foreign += 1
  })
  page.setDefaultTimeout(120_000)
  await page.goto(path, { waitUntil: 'commit' })
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: shows })
    .first()
    .waitFor()
    .catch(async () => {
      throw new Error(`${path} does not show "${shows}" but: ${(await page.locator('body').innerText()).slice(0, 500)}`)
    })
  await page.waitForTimeout(SETTLE_MS)
  const seen = await page.evaluate<Omit<Load, 'requests' | 'foreign'>>('window.__seen')
  // By the browser's own clock; the document is the one that is no resource of itself.
  const requests = await page.evaluate<number>(
    `1 + performance.getEntriesByType('resource').filter(({ startTime }) => startTime <= ${seen.lcp}).length`,
  )
  await close()
  return { ...seen, requests, foreign }
}
