import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@fairlead/sdk'
import type { Browser, Page } from '@playwright/test'
import { startAgent } from '../../tools/processes/agent.ts'
import { until } from '../../tools/processes/child.ts'
import { figure, type Figure } from './budgets.ts'
import { mainThreadSeconds } from './measure-live.ts'
import { openPage } from './open-page.ts'
import type { Site } from './open-site.ts'

const WATCHED_MS = 10_000
const LINES_A_SECOND = 1000
/** First at the speed that is measured, and then faster, so that as many lines as the page keeps have come soon. */
const SLOW_SECONDS = 40
const FAST_LINES = 60_000
/** About a hundred characters a line, as programs that train write. */
const SAY = `
  const line = (n) => \`\${new Date().toISOString()} INFO step \${n} loss=\${(1 / n).toFixed(6)} lr=0.0003 tokens=\${n * 4096} grad_norm=0.731 epoch=3\`
  let n = 0
  const say = (count) => { const all = []; while (count-- > 0) all.push(line(++n)); console.log(all.join('\\n')) }
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100))
  for (let tick = 0; tick < ${SLOW_SECONDS * 10}; tick += 1) { say(${LINES_A_SECOND / 10}); await pause() }
  while (n < ${SLOW_SECONDS * LINES_A_SECOND + FAST_LINES}) { say(500); await pause() }
`

/** A real run on an agent of this machine writes to its end while its page is open: what following costs, and what is held then. */
export async function measureLog(browser: Browser, site: Site): Promise<Figure[]> {
  const client = new Client({ url: site.url, token: site.token })
  const cluster = `output-${Date.now()}`
  const { join: invitation } = await client.clusters.create({ name: cluster })
  const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-output-'))
  const agent = startAgent({ url: site.url, stateDir: home, driver: 'local', joinToken: invitation.token })
  try {
    await until('the agent is there', async () => {
      const { connected, nodes } = await client.clusters.get(cluster)
      return connected && nodes.ready > 0 ? true : undefined
    })
    const [project] = await client.projects.list({})
    if (!project) throw new Error('the demo has no project')
    const job = await client.jobs.submit({
      project: project.name,
      name: 'says-much',
      spec: {
        command: [process.execPath, '--input-type=module', '-e', SAY],
        resources: { cpu: 0.1, memory: '64Mi' },
        placement: { clusters: [cluster] },
      },
    })
    await until('the job runs', async () => ((await job.refresh()).status.phase === 'RUNNING' ? true : undefined))
    const { page, cdp, close } = await openPage(browser, site, 1)
    try {
      page.setDefaultTimeout(120_000)
      await page.goto(`/workloads/${job.id}?tab=logs`, { waitUntil: 'commit' })
      await page.getByRole('log').getByText('INFO step').first().waitFor()
      await wait(5_000)
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
      const before = { at: performance.now(), busy: await mainThreadSeconds(cdp), last: await lastStep(page) }
      await wait(WATCHED_MS)
      const tookMs = performance.now() - before.at
      const busyMs = ((await mainThreadSeconds(cdp)) - before.busy) * 1000
      const rate = ((await lastStep(page)) - before.last) / (tookMs / 1000)
      await page.getByText('Complete').waitFor()
      const lines = await lastStep(page)
      await cdp.send('HeapProfiler.collectGarbage')
      const { usedSize } = await cdp.send('Runtime.getHeapUsage')
      return [
        // Of what came: a machine that is busy lets less through, and that must not pass for a cheaper page.
        figure(
          'log followed at 1,000 lines a second, main thread',
          'workload',
          1,
          ((busyMs / tookMs) * 100 * LINES_A_SECOND) / rate,
        ),
        figure('log followed, lines that came', 'workload', 1, lines),
        figure('log followed, heap', 'workload', 1, usedSize / 2 ** 20),
      ]
    } finally {
      await close()
    }
  } finally {
    await agent.stop()
    await client.clusters.revoke(cluster)
    rmSync(home, { recursive: true, force: true })
  }
}

/** The number of the newest line in sight, which following keeps at the end. */
async function lastStep(page: Page): Promise<number> {
  const text = await page.getByRole('log').innerText()
  return Number(/.*INFO step (\d+)/s.exec(text)?.[1] ?? 0)
}
