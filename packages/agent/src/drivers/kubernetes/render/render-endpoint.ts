import type { RunRequest } from '../../driver.ts'
import { KINDS } from '../api/kinds.ts'
import { LABEL } from '../labels.ts'
import { mainObject, objectOf, serviceOf } from './common-objects.ts'
import { objectName } from './object-name.ts'
import { podTemplate } from './pod-template.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import type { Rendered } from './rendered.ts'
import type { Container, DeploymentSpec, HorizontalPodAutoscalerSpec, Probe } from './kube-types.ts'

/** Equal pods behind one address, as many as the use of their cores asks for. */
export function renderEndpoint(request: RunRequest, context: RenderContext): Rendered {
  const { port } = servingOf(request)
  const selector = { [LABEL.run]: request.runId, [LABEL.generation]: String(request.generation) }
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Always', container: {} })
  const [container] = template.spec.containers
  if (container !== undefined) Object.assign(container, probesOf(request))
  const spec: DeploymentSpec = {
    replicas: 0,
    selector: { matchLabels: selector },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    template,
  }
  const service = serviceOf(request, context, {
    selector,
    ports: [{ name: port.name, port: port.port, targetPort: port.name }],
  })
  return {
    main: mainObject('Deployment', request, context, { spec }),
    companions: [service, ...scalerOf(request, context), ...claims],
  }
}

/** Which port answers requests. Throws {@link RenderRefusal} for a run that serves nothing. */
export function servingOf({ spec }: RunRequest): { port: { name: string; port: number } } {
  const { serving, ports = [] } = spec.pod ?? {}
  if (serving === undefined)
    throw new RenderRefusal('INVALID', 'an endpoint has to say how it serves: serving is absent')
  const port = ports.find(({ name }) => name === serving.port)
  if (port === undefined) throw new RenderRefusal('INVALID', `no port of the run is called ${serving.port}`)
  return { port }
}

export function probesOf({ spec }: RunRequest): Partial<Container> {
  const { port = '', healthPath } = spec.pod?.serving ?? {}
  const probe: Probe = healthPath === undefined ? { tcpSocket: { port } } : { httpGet: { path: healthPath, port } }
  return {
    readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 3 },
    // A model may take minutes to load.
    startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 180 },
    livenessProbe: { ...probe, periodSeconds: 20, failureThreshold: 6 },
  }
}

function scalerOf(request: RunRequest, context: RenderContext) {
  const { minReplicas = 1, targetCpuPercent } = request.spec.pod?.serving ?? {}
  if (targetCpuPercent === undefined || minReplicas >= request.spec.replicas) return []
  const spec: HorizontalPodAutoscalerSpec = {
    scaleTargetRef: { apiVersion: KINDS.Deployment.apiVersion, kind: 'Deployment', name: objectName(request) },
    minReplicas,
    maxReplicas: request.spec.replicas,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCpuPercent } },
      },
    ],
  }
  return [objectOf('HorizontalPodAutoscaler', request, context, { spec })]
}
