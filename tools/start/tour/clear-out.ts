import { isFinal } from '@fairlead/sdk'
import { until } from '../../processes/child.ts'
import { TOUR_LABEL, type Tour } from './expect.ts'

/** Cancels what this or an earlier tour left running, so that the figures of the next one are right. */
export async function clearOut({ client }: Tour): Promise<void> {
  const label = Object.entries(TOUR_LABEL)[0]?.join('=') ?? ''
  const isClear = async () =>
    (await client.jobs.tally({ label })).every(({ phases }) =>
      Object.entries(phases).every(([phase, count]) => count === 0 || isFinal(phase as never)),
    )
  if (await isClear()) return
  for await (const job of client.jobs.list({ active: true, pageSize: 500 })) {
    const { labels } = await client.jobs.describe(job.id)
    if (labels['fairlead.dev/tour'] === 'true') await job.cancel()
  }
  await until('the work of earlier tours has ended', async () => ((await isClear()) ? true : undefined), 60_000)
}
