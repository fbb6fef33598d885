import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from '@playwright/test'
import { buildWeb } from '../tools/processes/build-web.ts'
import { ROOT } from '../tools/processes/child.ts'
import { ensureChromium } from '../tools/processes/chromium.ts'
import type { Figure } from './console/budgets.ts'
import { measureDrawing } from './console/measure-drawing.ts'
import { measureEndurance, measureLive } from './console/measure-live.ts'
import { measureLoads } from './console/measure-loads.ts'
import { measureLog } from './console/measure-log.ts'
import { measureTable } from './console/measure-table.ts'
import { openSite } from './console/open-site.ts'
import { showTable } from './console/show-table.ts'
import { machine, report } from './machine.ts'

/**
 * The console on a demo: `pnpm bench console [small|large] [URL TOKEN] [--minutes 30]`, large unless said; with a URL and a token of an admin, that control
 * plane and what is in it. With minutes, only what the page holds after changed rows for so long. Sizes and counts over their budget fail it; times are told
 * beside theirs and fail nothing.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string' } } })
const [size = 'large', url, token] = positionals
const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
if (minutes !== undefined && !(minutes > 1 && minutes <= 600)) throw new Error('--minutes is a number from 2 to 600')
const say = (line: string) => process.stderr.write(`  ${line}\n`)
const figures: Figure[] = []
const tell = (figure: Figure) => {
  figures.push(figure)
  report({ bench: 'console', ...figure, ...machine() })
}

buildWeb(say)
const executablePath = ensureChromium(say)
const check = spawnSync(process.execPath, [join(ROOT, 'packages/web/check-budget.ts'), '--json'], { encoding: 'utf8' })
for (const line of check.stdout.split('\n').filter(Boolean)) {
  const { isOver: _, ...size } = JSON.parse(line) as Omit<Figure, 'isHard'> & { isOver: boolean }
  tell({ ...size, isHard: true })
}

const site = await openSite({
  size: size === 'small' ? 'small' : 'large',
  say,
  ...(url && token ? { known: { url, token } } : {}),
})
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  if (minutes === undefined) await measureAll(browser)
  else for (const figure of await measureEndurance(browser, site, { minutes, say })) tell(figure)
} finally {
  await browser.close()
  await site.stop()
}
process.stderr.write(showTable(figures))
const over = figures.filter(({ value, limit, isHard, isFloor }) => isHard && (isFloor ? value < limit : value > limit))
for (const { what, value, limit, unit } of over) say(`${what}: ${value} ${unit}, and ${limit} is the limit`)
if (over.length > 0) process.exitCode = 1

async function measureAll(chromium: Browser): Promise<void> {
  for (const figure of await measureDrawing(chromium)) tell(figure)
  for (const slowdown of [1, 4] as const) {
    for (const figure of await measureLoads(chromium, site, slowdown)) tell(figure)
    for (const figure of await measureTable(chromium, site, slowdown)) tell(figure)
    for (const figure of await measureLive(chromium, site, slowdown)) tell(figure)
  }
  for (const figure of await measureLog(chromium, site)) tell(figure)
}
