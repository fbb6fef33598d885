import { text } from 'node:stream/consumers'
import { chromium, expect, type Page } from '@playwright/test'
import { ADMIN } from '../../console/support/people.ts'
import { watchForTrouble } from '../../console/support/trouble.ts'

/** What somebody does in a browser, who has nothing but an address of the site. */
export type Visit =
  /** Becomes the first admin by a link. */
  | { do: 'set up'; link: string }
  /** Signs in, and looks for a workload that has ended well and for what is handed out. */
  | { do: 'look around'; url: string; workload: string }
  /** Opens an address of nobody, also where the site is gone: what must be seen. */
  | { do: 'stray'; url: string; foreign: string }

/** What a browser has seen meanwhile. */
export interface Seen {
  requests: number
  /** Requests to other hosts, violations of the policy, errors and warnings, each as a line. */
  trouble: string[]
}

/** For an answer that the site drops without a word. */
const NO_ANSWER_MS = 10_000
/**
 * Keeps a browser from what it asks of its maker by itself, about updates, accounts, passwords and forms. A page that asked for any of these hosts is seen all the same: by its requests.
 */
const QUIET = [
  '--disable-background-networking',
  '--disable-sync',
  '--host-resolver-rules=MAP *.googleapis.com ~NOTFOUND, MAP *.google.com ~NOTFOUND',
]
/** Of a busy machine. */
const WAIT_MS = 60_000
const slowly = expect.configure({ timeout: WAIT_MS })

/*
 * A program, so that it runs where the installer runs: `browse-site.ts CHROMIUM`, a visit as JSON on standard input, what was seen as JSON on standard output.
 */
const visit = JSON.parse(await text(process.stdin)) as Visit
const { origin } = new URL(visit.do === 'set up' ? visit.link : visit.url)
const browser = await chromium.launch({
  executablePath: process.argv[2]!,
  // The sandbox does not start for root.
  args: ['--no-sandbox', ...QUIET],
})
try {
  const context = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce' })
  context.setDefaultTimeout(WAIT_MS)
  const trouble = await watchForTrouble(context, () => origin)
  let requests = 0
  context.on('request', () => (requests += 1))
  const page = await context.newPage()
  const allowed = await follow(visit, page, () => trouble.found())
  const seen: Seen = { requests, trouble: trouble.found().filter((line) => !allowed.includes(line)) }
  process.stdout.write(JSON.stringify(seen))
} finally {
  await browser.close()
}

/** Answers lines of trouble that belong to the way. */
async function follow(asked: Visit, page: Page, found: () => string[]): Promise<string[]> {
  if (asked.do === 'set up') {
    await page.goto(asked.link)
    await page.getByLabel('Email').fill(ADMIN.email)
    await page.getByLabel('Name').fill(ADMIN.name)
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await opened(page, 'Overview')
    return []
  }
  if (asked.do === 'stray') {
    await page.goto(asked.foreign, { timeout: NO_ANSWER_MS }).catch(() => undefined)
    return []
  }
  await page.goto('/')
  await slowly(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  // Whoever has not signed in is told so by the answer 401, which browsers write down as an error.
  const untilSignIn = found().filter((line) => /status of 401/.test(line))
  await page.getByLabel('Email').fill(ADMIN.email)
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await opened(page, 'Overview')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Workloads' }).click()
  await opened(page, 'Workloads')
  await page.getByLabel('Filter by name or condition').fill(asked.workload)
  await slowly(page.getByRole('row').filter({ hasText: asked.workload })).toContainText('Succeeded')
  await page.goto('/settings/installation')
  const file = page.getByRole('table', { name: 'Downloads' }).getByRole('link', { name: /^fairlead-agent-.*tgz$/ })
  const download = page.waitForEvent('download')
  await file.click()
  expect(await (await download).failure()).toBeNull()
  return untilSignIn
}

async function opened(page: Page, title: string): Promise<void> {
  await slowly(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
}
