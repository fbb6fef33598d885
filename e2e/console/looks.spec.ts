import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { looksFolder } from './support/looks.ts'
import { openStillHouse, STILL_AT, type StillHouse } from './support/still-house.ts'

const PAGES = [
  { name: 'overview', path: '/', tells: 'GPUs by node' },
  { name: 'workloads', path: '/workloads', tells: 'Submitted' },
  { name: 'queues', path: '/queues', tells: 'Fair share' },
  { name: 'clusters', path: '/clusters', tells: 'hamburg' },
  { name: 'cluster', path: '/clusters/hamburg', tells: 'hamburg-h100-r01-0' },
  { name: 'pools', path: '/pools', tells: 'default' },
  { name: 'org', path: '/org', tells: 'vision' },
  { name: 'usage', path: '/usage?range=30d', tells: 'Idle now' },
  { name: 'audit', path: '/audit?action=workload.submit', tells: 'Object' },
  { name: 'connections', path: '/connections', tells: 'No connection yet' },
  { name: 'enrol', path: '/clusters/enrol', tells: 'Name it' },
  { name: 'submit', path: '/workloads/submit', tells: 'What runs' },
  { name: 'users', path: '/settings/users', tells: 'kim@example.com' },
  { name: 'settings', path: '/settings', tells: 'Density' },
] as const
const SCHEMES = ['light', 'dark'] as const
const DIFFERS_MAX = 0.002
const REST_MS = 500
const REST_TRIES = 20

// A machine that does much else takes its time for each picture.
base.describe.configure({ timeout: 120_000 })

/** What follows a clock or chance and not the page: rounds of the scheduler, and addresses of requests. */
const MOVES = ['[data-moves]']

const test = base.extend<object, { house: StillHouse }>({
  house: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await openStillHouse()
      await use(house)
      await house.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  storageState: async ({ house }, use) => await use(house.session),
  baseURL: async ({ house }, use) => await use(house.plane.url),
})

const { folder, isOurs } = looksFolder(process.env['FAIRLEAD_CHROMIUM'])
test.beforeAll(() => {
  if (isOurs || existsSync(folder)) return
  process.stderr.write(
    `looks: nobody has looked at pages with these letters, so what they are compared with is made now: ${folder}. ` +
      'Look at it; in the repository it comes with: pnpm looks\n',
  )
})

for (const { name, path, tells } of PAGES) {
  test(`${name} looks as it did, in both themes`, async ({ page }, info) => {
    await page.clock.setFixedTime(STILL_AT)
    await page.goto(path)
    await expect(page.getByText(tells, { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('status').getByText('Live')).toBeVisible()
    await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      const file = `${name}-${colorScheme}.png`
      await makeIfWanted(page, info.snapshotPath(file))
      await expect(page).toHaveScreenshot(file, { ...how(page), maxDiffPixelRatio: DIFFERS_MAX })
    }
  })
}

function how(page: Page) {
  return { animations: 'disabled' as const, caret: 'hide' as const, mask: MOVES.map((what) => page.locator(what)) }
}

/** A picture that is the same as the one before it: all that is read later is there. */
async function atRest(page: Page): Promise<Buffer> {
  let before: Buffer = Buffer.alloc(0)
  for (let tries = 0; tries < REST_TRIES; tries += 1) {
    const now = await page.screenshot(how(page))
    if (now.equals(before)) return now
    before = now
    await page.waitForTimeout(REST_MS)
  }
  throw new Error('the page does not come to rest')
}

/** Where pictures are asked for, or on a machine with other letters that has none yet. What is in the repository is never made in passing. */
async function makeIfWanted(page: Page, path: string): Promise<void> {
  const isWanted = process.env['FAIRLEAD_LOOKS'] === 'make' || (!isOurs && !existsSync(path))
  if (!isWanted) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await atRest(page))
}
