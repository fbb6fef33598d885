import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from './processes/build-web.ts'
import { ROOT } from './processes/child.ts'
import { ensureChromium } from './processes/chromium.ts'
import { FILLS, openDemo, type Fill } from './screenshots/demo.ts'
import { PAGES } from './screenshots/pages.ts'
import { readWish } from './screenshots/read-wish.ts'
import { openBrowser, takeForDocuments, takeScreenshots } from './screenshots/take.ts'

/**
 * `pnpm screenshots [page ...]`: pictures of the console at a demo, empty, typical and full, in both themes and at three widths, for looking at,
 * into docs/screenshots/FILL, which git ignores. The demos lie below .fairlead/screenshots; one that is there is used again. With `--documents`
 * those that documents show, which git keeps, into docs/screenshots.
 */
const say = (line: string) => process.stdout.write(`  ${line}\n`)
const wish = readWish(process.argv.slice(2))
const pictures = join(ROOT, 'docs/screenshots')
const home = join(process.env['FAIRLEAD_DATA_DIR'] ?? join(ROOT, '.fairlead'), 'screenshots')
buildWeb(say)
const browser = await openBrowser(ensureChromium(say))
const faults: string[] = []
try {
  for (const fill of wish.isForDocuments ? (['full'] as const) : FILLS.filter((each) => wish.fills.includes(each)))
    await withDemo(fill, async (demo) => {
      if (wish.isForDocuments) {
        const pages = PAGES.filter(({ isInDocuments }) => isInDocuments)
        await takeForDocuments(browser, demo, { pages, folder: pictures, say })
        return
      }
      const pages = wish.names.length === 0 ? PAGES : PAGES.filter(({ name }) => wish.names.includes(name))
      const folder = join(pictures, fill)
      faults.push(...(await takeScreenshots(browser, demo, { ...wish, pages, fill, folder, say })))
    })
} finally {
  await browser.close()
}
for (const fault of faults) process.stderr.write(`  ${fault}\n`)
if (faults.length > 0) process.exitCode = 1

async function withDemo(fill: Fill, use: (demo: Awaited<ReturnType<typeof openDemo>>) => Promise<void>): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const demo = await openDemo(fill, join(home, fill), say)
  try {
    await use(demo)
  } finally {
    await demo.stop()
  }
}
