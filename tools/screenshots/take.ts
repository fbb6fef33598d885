import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test'
import type { Demo } from './demo.ts'
import type { ScreenshotPage } from './pages.ts'

export const THEMES = ['light', 'dark'] as const

interface Options {
  /** Undefined for Playwright's own browser. */
  executablePath: string | undefined
  folder: string
  pages: readonly ScreenshotPage[]
  size: { width: number; height: number }
  say: (line: string) => void
}

/** Writes NAME-light.png and NAME-dark.png of each page into the folder. */
export async function takeScreenshots(demo: Demo, options: Options): Promise<void> {
  const { executablePath, folder, pages, size, say } = options
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const context = await browser.newContext({
      viewport: size,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    await signIn(context, demo)
    for (const { name, path, shows } of pages) {
      const address = typeof path === 'string' ? path : await path(demo)
      for (const theme of THEMES) {
        const page = await context.newPage()
        await page.emulateMedia({ colorScheme: theme })
        await page.goto(`${demo.url}${address}`)
        await settle(page, shows)
        const file = join(folder, `${name}-${theme}.png`)
        await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
        await page.close()
        say(`${file} (${Math.round(statSync(file).size / 1024)} KiB)`)
      }
    }
  } finally {
    await browser.close()
  }
}

async function signIn({ request }: BrowserContext, { url, account }: Demo): Promise<void> {
  const { email, password } = account
  const response = await request.post(`${url}/api/v1/sessions`, { data: { email, password } })
  if (!response.ok()) throw new Error(`the sign-in failed: ${await response.text()}`)
}

/** What is on screen is complete and follows the control plane. */
async function settle(page: Page, shows: string): Promise<void> {
  await page.getByText(shows, { exact: true }).first().waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0)
  await page.waitForTimeout(700)
}
