import type { Browser, CDPSession, Page } from '@playwright/test'
import type { Site } from './open-site.ts'

/** Notes paints and long tasks from the first instruction on. */
const WATCH = `
  window.__seen = { lcp: 0, fcp: 0, blocked: 0 }
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.__seen.lcp = e.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.name === 'first-contentful-paint') window.__seen.fcp = e.startTime }).observe({ type: 'paint', buffered: true })
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.__seen.blocked += Math.max(0, e.duration - 50) }).observe({ type: 'longtask', buffered: true })
`

/** A page of somebody who is signed in, with an empty cache, at a part of the machine's speed. */
export async function openPage(
  browser: Browser,
  site: Site,
  slowdown: number,
  { isRemote = false } = {},
): Promise<{ page: Page; cdp: CDPSession; close: () => Promise<void> }> {
  const context = await browser.newContext({
    baseURL: site.url,
    storageState: site.session,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await context.addInitScript(WATCH)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  if (isRemote) {
    const bytesPerSecond = (10 * 1024 * 1024) / 8
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    })
  }
  return { page, cdp, close: () => context.close() }
}
