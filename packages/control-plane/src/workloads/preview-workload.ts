import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { must } from '../lib/invariant.ts'
import { writePod } from './internal/write-pod.ts'
import { prepareWorkloads } from './prepare-workloads.ts'
import { SubmitWorkload, WorkloadPreview } from './schemas.ts'

export const previewWorkload = action({
  name: 'workload.preview',
  summary:
    'What a submission would become, with its template, size and defaults, and what stands against it; nothing is written',
  rest: { method: 'post', path: '/workload-previews' },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: WorkloadPreview,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const [prepared] = await prepareWorkloads(ctx, tx, [input])
      const { row, spec, project, warnings } = must(prepared, 'one in, one out')
      const { labels, pod, ...rest } = spec
      return {
        name: input.name ?? null,
        kind: row.kind,
        project: { id: project.id, name: project.name },
        priority: row.priority,
        preemptible: row.preemptible,
        replicas: row.replicas,
        requests: row.requests,
        labels,
        spec: { ...rest, ...writePod(pod) },
        warnings,
      }
    }),
})
