import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { buildWeb } from '../tools/processes/build-web.ts'
import { ROOT } from '../tools/processes/child.ts'
import { ensureChromium } from '../tools/processes/chromium.ts'
import type { Figure } from './console/budgets.ts'
import { measureDrawing } from './console/measure-drawing.ts'
import { measureLive } from './console/measure-live.ts'
import { measureLoads } from './console/measure-loads.ts'
import { measureTable } from './console/measure-table.ts'
import { openSite } from './console/open-site.ts'
import { showTable } from './console/show-table.ts'
import { machine, report } from './machine.ts'

/**
 * The console on a demo: `pnpm bench console [small|large] [URL TOKEN]`, large unless said; with a URL and a token of an admin, that control plane
 * and what is in it. Sizes and counts over their budget fail it; times are told beside theirs and fail nothing.
 */
const [size = 'large', url, token] = process.argv.slice(2)
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
  for (const figure of await measureDrawing(browser)) tell(figure)
  for (const slowdown of [1, 4] as const) {
    for (const figure of await measureLoads(browser, site, slowdown)) tell(figure)
    for (const figure of await measureTable(browser, site, slowdown)) tell(figure)
    for (const figure of await measureLive(browser, site, slowdown)) tell(figure)
  }
} finally {
  await browser.close()
  await site.stop()
}
process.stderr.write(showTable(figures))
const over = figures.filter(({ value, limit, isHard, isFloor }) => isHard && (isFloor ? value < limit : value > limit))
for (const { what, value, limit, unit } of over) say(`${what}: ${value} ${unit}, and ${limit} is the limit`)
if (over.length > 0) process.exitCode = 1
