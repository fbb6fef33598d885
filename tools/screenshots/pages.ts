import type { Demo } from './demo.ts'

export interface ScreenshotPage {
  name: string
  /** Its path, which may depend on what the demo made. */
  path: string | ((demo: Demo) => Promise<string>)
}

/** The pages that documents show. */
export const DOCUMENT_PAGES: readonly ScreenshotPage[] = [
  { name: 'overview', path: '/' },
  { name: 'workloads', path: '/workloads' },
  { name: 'workload-why', path: async (demo) => `/workloads/${await waiting(demo, 'speech')}` },
  { name: 'cluster', path: '/clusters/atlas' },
  { name: 'projects', path: '/org?panel=project&of=speech' },
  { name: 'queues', path: '/queues' },
]

async function waiting({ client }: Demo, project: string): Promise<string> {
  for await (const job of client.jobs.list({ project, phase: ['QUEUED'], pageSize: 100 }))
    if (job.status.message !== null) return job.id
  throw new Error(`nothing of ${project} waits`)
}
