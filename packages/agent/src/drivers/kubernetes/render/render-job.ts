import type { JobSpec } from './kube-types.ts'
import type { RunRequest } from '../../driver.ts'
import { LABEL } from '../labels.ts'
import { mainObject, serviceOf } from './common-objects.ts'
import type { Rank } from './environment.ts'
import { objectName } from './object-name.ts'
import { podTemplate, type PodParts } from './pod-template.ts'
import type { RenderContext } from './render-context.ts'
import type { Rendered } from './rendered.ts'

export const JOB_INDEX = 'batch.kubernetes.io/job-completion-index'

/** One pod that runs to its end, or one for each replica, with an index. */
export function renderJob(request: RunRequest, context: RenderContext, parts: Partial<PodParts> = {}): Rendered {
  const { replicas } = request.spec
  const rank = replicas > 1 ? { rank: rankOf(request) } : {}
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Never', ...rank, ...parts })
  const spec: JobSpec = {
    suspend: true,
    parallelism: replicas,
    completions: replicas,
    ...(replicas > 1 ? { completionMode: 'Indexed' } : {}),
    // Whether to try again is decided by the control plane.
    backoffLimit: 0,
    template,
  }
  return { main: mainObject('Job', request, context, { spec }), companions: claims }
}

/** Replicas that find each other: under the names of a headless Service, the first one is the master. */
export function renderDistributed(request: RunRequest, context: RenderContext): Rendered {
  const name = objectName(request)
  const { main, companions } = renderJob(request, context, { subdomain: name, rank: rankOf(request) })
  const service = serviceOf(request, context, {
    clusterIP: 'None',
    // Replicas look for each other before they are ready.
    publishNotReadyAddresses: true,
    selector: { [LABEL.run]: request.runId, [LABEL.generation]: String(request.generation) },
    ...portsOf(request),
  })
  return { main, companions: [service, ...companions] }
}

function rankOf(request: RunRequest): Rank {
  const name = objectName(request)
  return { fieldPath: `metadata.annotations['${JOB_INDEX}']`, masterAddress: `${name}-0.${name}` }
}

function portsOf({ spec }: RunRequest): object {
  const ports = spec.pod?.ports ?? []
  return ports.length === 0 ? {} : { ports: ports.map(({ name, port }) => ({ name, port, targetPort: name })) }
}
