import type { StatefulSetSpec } from './kube-types.ts'
import type { RunRequest } from '../../driver.ts'
import { LABEL } from '../labels.ts'
import { mainObject, serviceOf } from './common-objects.ts'
import { objectName } from './object-name.ts'
import { podTemplate } from './pod-template.ts'
import type { RenderContext } from './render-context.ts'
import type { Rendered } from './rendered.ts'

/** One pod that stays until it is stopped, with an address of its own and volumes that outlive it. */
export function renderWorkspace(request: RunRequest, context: RenderContext): Rendered {
  const selector = { [LABEL.run]: request.runId, [LABEL.generation]: String(request.generation) }
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Always' })
  const spec: StatefulSetSpec = {
    replicas: 0,
    serviceName: objectName(request),
    selector: { matchLabels: selector },
    template,
  }
  const ports = request.spec.pod?.ports ?? []
  const service = serviceOf(request, context, {
    selector,
    ...(ports.length === 0
      ? { clusterIP: 'None' }
      : { ports: ports.map(({ name, port }) => ({ name, port, targetPort: name })) }),
  })
  return { main: mainObject('StatefulSet', request, context, { spec }), companions: [service, ...claims] }
}
