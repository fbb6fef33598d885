import type { RunRequest } from '../../driver.ts'
import { filesOf } from './common-objects.ts'
import type { RenderContext } from './render-context.ts'
import { renderJob } from './render-job.ts'
import type { Rendered } from './rendered.ts'

/** A job that finds its task in `/job/spec.json` and writes to `/job/out`. */
export function renderEvaluation(request: RunRequest, context: RenderContext): Rendered {
  const files = filesOf(request, context, { 'spec.json': JSON.stringify(request.spec.pod?.config ?? {}, null, 2) })
  const { main, companions } = renderJob(request, context, {
    volumes: [
      { name: 'job-spec', configMap: { name: files.metadata.name } },
      { name: 'job-out', emptyDir: {} },
    ],
    mounts: [
      { name: 'job-spec', mountPath: '/job/spec.json', subPath: 'spec.json', readOnly: true },
      { name: 'job-out', mountPath: '/job/out' },
    ],
  })
  return { main, companions: [files, ...companions] }
}
