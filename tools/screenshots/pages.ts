import type { Demo } from './demo.ts'

export interface ScreenshotPage {
  name: string
  /** Its path, which may depend on what the demo made. */
  path: string | ((demo: Demo) => Promise<string>)
  /** A word that stands on it once all of it is there. */
  shows: string
}

/** The pages that documents show. */
export const DOCUMENT_PAGES: readonly ScreenshotPage[] = [
  { name: 'overview', path: '/', shows: 'Shares of GPUs' },
  { name: 'workloads', path: '/workloads', shows: 'Queued' },
  { name: 'workload-why', path: async (demo) => `/workloads/${await waiting(demo, 'speech')}`, shows: 'What helps:' },
  { name: 'cluster', path: '/clusters/atlas', shows: 'atlas-3' },
  { name: 'projects', path: '/org?panel=project&of=speech', shows: 'Nothing changed' },
  { name: 'queues', path: '/queues', shows: 'Asks for' },
]

async function waiting({ client }: Demo, project: string): Promise<string> {
  for await (const job of client.jobs.list({ project, phase: ['QUEUED'], pageSize: 100 }))
    if (job.status.message !== null) return job.id
  throw new Error(`nothing of ${project} waits`)
}
