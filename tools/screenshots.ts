import { join } from 'node:path'
import { buildWeb } from './processes/build-web.ts'
import { ROOT } from './processes/child.ts'
import { ensureChromium } from './processes/chromium.ts'
import { openDemo } from './screenshots/demo.ts'
import { DOCUMENT_PAGES } from './screenshots/pages.ts'
import { takeScreenshots } from './screenshots/take.ts'

/** `npm run screenshots`: the pictures of the documents, from a demo of its own that is gone afterwards. */
const say = (line: string) => process.stdout.write(`  ${line}\n`)
buildWeb(say)
const executablePath = ensureChromium(say)
const demo = await openDemo()
try {
  await takeScreenshots(demo, {
    executablePath,
    folder: join(ROOT, 'docs/screenshots'),
    pages: DOCUMENT_PAGES,
    size: { width: 1440, height: 900 },
    say,
  })
} finally {
  await demo.stop()
}
