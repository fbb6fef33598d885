import { expect, test as base } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { openHouse, type House } from './house.ts'
import { watchForTrouble, type Trouble } from './trouble.ts'

interface Fixtures {
  /** Who is signed in. */
  as: 'admin' | 'viewer' | 'nobody'
  /** Where the console is. */
  url: string
  trouble: Trouble
  /** Checks what is on screen; the end of each test is checked anyway. */
  scan: (what: string) => Promise<void>
}

interface WorkerFixtures {
  house: House
}

/** A test of the console: signed in, watched for trouble all the time, and scanned for accessibility where it ends. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  house: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await openHouse()
      await use(house)
      await house.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  as: ['admin', { option: true }],
  url: async ({ house }, use) => await use(house.plane.url),
  baseURL: async ({ url }, use) => await use(url),
  storageState: async ({ house, as }, use) => await use(as === 'nobody' ? undefined : house.sessions[as]),
  trouble: [
    async ({ context, url }, use) => {
      const trouble = await watchForTrouble(context, () => url)
      await use(trouble)
      expect(trouble.found()).toEqual([])
    },
    { auto: true },
  ],
  scan: async ({ page }, use) => await use(async (what) => await expectAccessible(page, what)),
  page: async ({ page, trouble: _watched }, use, info) => {
    await use(page)
    if (info.status === info.expectedStatus) await expectAccessible(page, 'the end of the test')
  },
})
export { expect }
