import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@fairlead/sdk'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import { quantile } from '../machine.ts'
import { figure, type Figure } from './budgets.ts'
import { openPage } from './open-page.ts'
import type { Site } from './open-site.ts'

const TABS = 3
const EVENTS = 20
const BUSY_MS = 10_000
const CHANGES_PER_BATCH = 250
const BATCH_MS = 250
const MIB = 2 ** 20
const ENDURANCE_PARTS = 10

/** Follows the control plane with the list of all workloads open: streams, how late news is on screen, and what much news costs. */
export async function measureLive(browser: Browser, site: Site, slowdown: 1 | 4): Promise<Figure[]> {
  const figures: Figure[] = []
  if (slowdown === 1) {
    const { page, close } = await openPage(browser, site, 1)
    try {
      figures.push(figure('live streams of a browser', `${TABS} tabs`, 1, await streams(page.context(), page, site)))
      figures.push(figure('from the event to the screen, p95', 'workloads', 1, await delay(page, site)))
    } finally {
      await close()
    }
  }
  const { page, cdp, close } = await openPage(browser, site, slowdown)
  try {
    const { share, paints, growth, heap } = await flood(page, cdp)
    figures.push(figure('1,000 changed rows a second, main thread', 'workloads', slowdown, share))
    figures.push(figure('1,000 changed rows a second, redrawn', 'workloads', slowdown, paints))
    figures.push(figure('heap after changed rows', 'workloads', slowdown, heap))
    figures.push(figure('heap grown by changed rows', 'workloads', slowdown, growth))
  } finally {
    await close()
  }
  return figures
}

/** The same news for long: what the page holds at its end, and how much more that is than in the middle, when everything that is compiled and kept for later is there. */
export async function measureEndurance(
  browser: Browser,
  site: Site,
  { minutes, say }: { minutes: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { page, cdp, close } = await openPage(browser, site, 1)
  const part = (minutes * 60_000) / ENDURANCE_PARTS
  try {
    const heaps = [(await flood(page, cdp, part)).heap]
    while (heaps.length < ENDURANCE_PARTS) {
      await page.evaluate(`window.__flood(${part}, ${CHANGES_PER_BATCH}, ${BATCH_MS})`)
      heaps.push(await heapOf(cdp))
      say(`${Math.round((heaps.length * part) / 1000)} s: ${heaps.at(-1)!.toFixed(2)} MiB`)
    }
    const end = heaps.at(-1)!
    const middle = heaps[ENDURANCE_PARTS / 2 - 1]!
    const what = `workloads for ${minutes} minutes`
    return [
      figure('heap after long', what, 1, end),
      figure('heap grown in the second half', what, 1, Math.max(0, ((end - middle) * 100) / middle)),
    ]
  } finally {
    await close()
  }
}

/** What the control plane itself counts: a browser does not tell of what its shared workers ask for. */
async function streams(context: BrowserContext, first: Page, site: Site): Promise<number> {
  const before = await streamsNow(site)
  const tabs = [first, ...(await Promise.all(Array.from({ length: TABS - 1 }, () => context.newPage())))]
  for (const tab of tabs) {
    await tab.goto('/workloads', { waitUntil: 'commit' })
    await tab.getByRole('status').getByText('Live').waitFor({ timeout: 120_000 })
  }
  const count = (await streamsNow(site)) - before
  for (const tab of tabs.slice(1)) await tab.close()
  return count
}

async function streamsNow(site: Site): Promise<number> {
  const text = await (await fetch(`${site.url}/metrics`)).text()
  return Number(/^fairlead_live_streams (\d+)/m.exec(text)?.[1] ?? Number.NaN)
}

/** From the answer that a workload is submitted, so that it is in the database, to its row in the document. Both clocks are this machine's. */
async function delay(page: Page, site: Site): Promise<number> {
  const client = new Client({ url: site.url, token: site.token })
  const [project] = await client.projects.list({})
  if (!project) throw new Error('the demo has no project')
  await page.goto('/workloads?q=pixel', { waitUntil: 'commit' })
  await page.getByRole('status').getByText('Live').waitFor({ timeout: 120_000 })
  await page.evaluate(`window.__at = {}
    new MutationObserver(() => {
      for (const [name] of document.body.innerText.matchAll(/pixel-\\d+/g)) window.__at[name] ??= Date.now()
    }).observe(document.body, { childList: true, subtree: true, characterData: true })`)
  const sent = new Map<string, number>()
  for (let index = 0; index < EVENTS; index += 1) {
    const name = `pixel-${index}`
    await client.workloads.submit({
      name,
      project: project.name,
      spec: { image: 'busybox', command: ['sleep', '1'], resources: { cpu: 1 } },
    })
    sent.set(name, Date.now())
    await wait(300)
  }
  await wait(3_000)
  const seen = await page.evaluate<Record<string, number>>('window.__at')
  const delays = [...sent].map(([name, at]) => Math.max(0, (seen[name] ?? Number.POSITIVE_INFINITY) - at))
  return quantile(
    delays.toSorted((a, b) => a - b),
    0.95,
  )
}

/**
 * 1,000 of the rows that are open change each second for a while. The news are made in the page, in place of the shared worker, as often and as large as the
 * control plane makes them; the rows are read from it.
 */
async function flood(page: Page, cdp: CDPSession, ms = BUSY_MS) {
  await page.addInitScript(FLOOD)
  await page.goto('/workloads', { waitUntil: 'commit' })
  await page.getByRole('table').getByRole('row').nth(20).waitFor({ timeout: 120_000 })
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').first().click()
  await wait(8_000)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await heapOf(cdp)
  const startedAt = await mainThreadSeconds(cdp)
  await page.evaluate(`window.__flood(${ms}, ${CHANGES_PER_BATCH}, ${BATCH_MS})`)
  const busy = (await mainThreadSeconds(cdp)) - startedAt
  const redrawn = await page.evaluate<number>('window.__redrawn')
  const heap = await heapOf(cdp)
  return {
    share: (busy * 100_000) / ms,
    paints: (redrawn * 1000) / ms,
    heap,
    growth: Math.max(0, ((heap - before) * 100) / before),
  }
}

/** Processor time of the main thread, not elapsed: others use the machine, too. Needs `Performance.enable` with thread ticks. */
export async function mainThreadSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize / MIB
}

/** Stands in for the shared worker, remembers which workloads were read, and says of them that they changed. */
const FLOOD = `
  const known = new Set()
  const fetched = window.fetch
  let isFlooding = false
  window.fetch = async (...given) => {
    const answer = await fetched(...given)
    if (!String(given[0]?.url ?? given[0]).includes('workloads.list')) return answer
    if (isFlooding) {
      window.__answers += 1
      const text = await answer.text()
      return new Response(text.replaceAll(/"priority":\\d+/g, () => '"priority":' + Math.floor(Math.random() * 900)), answer)
    }
    answer.clone().json().then((batch) => {
      for (const { result } of [batch].flat()) for (const row of result?.data?.items ?? []) if (row.submittedAt) known.add(row.id)
    })
    return answer
  }
  let told
  window.SharedWorker = class {
    port = {
      start() {},
      postMessage: ({ type }) => { if (type !== 'bye') told?.({ data: { type: 'state', state: { status: 'live', since: Date.now() } } }) },
      addEventListener: (_type, listen) => { told = listen },
    }
  }
  window.__redrawn = 0
  window.__answers = 0
  window.__flood = (ms, size, everyMs) => new Promise((resolve) => {
    isFlooding = true
    const ids = [...known]
    if (ids.length < 1000) throw new Error('only ' + ids.length + ' workloads are in the list')
    let next = 0
    let isDirty = false
    const watch = new MutationObserver(() => {
      if (isDirty) return
      isDirty = true
      requestAnimationFrame(() => { isDirty = false; window.__redrawn += 1 })
    })
    watch.observe(document.querySelector('[role="table"], table'), { childList: true, subtree: true, characterData: true, attributes: true })
    const timer = setInterval(() => {
      const some = Array.from({ length: Math.min(size, ids.length) }, (_, index) => ids[(next + index) % ids.length])
      next += some.length
      told({ data: { type: 'changes', topics: { workload: { ids: some, many: false } } } })
    }, everyMs)
    setTimeout(() => { clearInterval(timer); watch.disconnect(); resolve() }, ms)
  })
`
