import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect, request, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import type { Demo, Fill } from './demo.ts'
import type { ScreenshotPage } from './pages.ts'

export const THEMES = ['light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** Width to height: a small phone (WCAG 1.4.10), a laptop, and a desk. */
export const HEIGHTS = { 320: 640, 1280: 800, 1920: 1080 } as const
export type Width = keyof typeof HEIGHTS

export interface Wanted {
  fill: Fill
  pages: readonly ScreenshotPage[]
  widths: readonly Width[]
  themes: readonly Theme[]
  folder: string
  say: (line: string) => void
}

const SETTLED_MS = 20_000
/** Above this a picture is no sharper to look at. */
const WEBP_QUALITY = 88

type Session = Awaited<ReturnType<APIRequestContext['storageState']>>
const sessions = new Map<Demo, Promise<Session>>()

/** Undefined for Playwright's own browser. */
export async function openBrowser(executablePath: string | undefined): Promise<Browser> {
  return await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

/** Writes NAME-WIDTH-THEME.png of each page into the folder. Answers what is wider than its window or did not come to rest. */
export async function takeScreenshots(browser: Browser, demo: Demo, wanted: Wanted): Promise<string[]> {
  const { pages, widths, themes, folder, fill, say } = wanted
  mkdirSync(folder, { recursive: true })
  const faults: string[] = []
  for (const width of widths) {
    for (const page of pages.filter(({ fills }) => fills === undefined || fills.includes(fill))) {
      const address = typeof page.path === 'string' ? page.path : await page.path(demo)
      await withPage(browser, { demo, width, isOutside: page.isOutside === true }, async (tab) => {
        await tab.goto(`${demo.url}${address}`)
        const what = `${fill} ${page.name} ${width}`
        await settle(tab).catch(() => faults.push(`${what}: it does not come to rest`))
        await page.act?.(tab)
        await settle(tab).catch(() => undefined)
        const excess = Number(await tab.evaluate('document.documentElement.scrollWidth - innerWidth'))
        if (excess > 0) faults.push(`${what}: wider than its window by ${excess} px`)
        for (const theme of themes) {
          await tab.emulateMedia({ colorScheme: theme })
          await tab.waitForTimeout(150)
          const path = join(folder, `${page.name}-${width}-${theme}.png`)
          await tab.screenshot({ path, animations: 'disabled', caret: 'hide' })
        }
        say(what)
      })
    }
  }
  return faults
}

/** As {@link takeScreenshots}, of one size and small enough for documents: NAME-THEME.webp. */
export async function takeForDocuments(
  browser: Browser,
  demo: Demo,
  { pages, folder, say }: Pick<Wanted, 'pages' | 'folder' | 'say'>,
): Promise<void> {
  for (const { name, path, act } of pages) {
    const address = typeof path === 'string' ? path : await path(demo)
    await withPage(browser, { demo, width: 1280, isOutside: false }, async (tab) => {
      await tab.goto(`${demo.url}${address}`)
      await settle(tab)
      await act?.(tab)
      await settle(tab)
      const devtools = await tab.context().newCDPSession(tab)
      for (const theme of THEMES) {
        await tab.emulateMedia({ colorScheme: theme })
        await tab.waitForTimeout(150)
        const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: WEBP_QUALITY })
        const bytes = Buffer.from(data, 'base64')
        writeFileSync(join(folder, `${name}-${theme}.webp`), bytes)
        say(`${name}-${theme}.webp (${Math.round(bytes.length / 1024)} KiB)`)
      }
    })
  }
}

async function withPage(
  browser: Browser,
  { demo, width, isOutside }: { demo: Demo; width: Width; isOutside: boolean },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    ...(isOutside ? {} : { storageState: await sessionOf(demo) }),
  })
  try {
    await use(await context.newPage())
  } finally {
    await context.close()
  }
}

/** What a browser keeps of somebody who has signed in: once for each demo, since who signs in too often has to wait. */
function sessionOf(demo: Demo): Promise<Session> {
  const known = sessions.get(demo) ?? signIn(demo)
  sessions.set(demo, known)
  return known
}

async function signIn({ url, account: { email, password } }: Demo): Promise<Session> {
  const context = await request.newContext()
  try {
    const response = await context.post(`${url}/api/v1/sessions`, { data: { email, password } })
    if (!response.ok()) throw new Error(`the sign-in failed: ${await response.text()}`)
    return await context.storageState()
  } finally {
    await context.dispose()
  }
}

/** What is on screen is complete and follows the control plane. */
async function settle(page: Page): Promise<void> {
  const timeout = SETTLED_MS
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout })
  if (!page.url().endsWith('/sign-in')) await expect(page.getByRole('status').first()).toHaveText('Live', { timeout })
  await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0, { timeout })
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined)
  await page.waitForTimeout(300)
}
