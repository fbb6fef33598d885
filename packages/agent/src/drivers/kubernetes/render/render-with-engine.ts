import type { RunRequest } from '../../driver.ts'
import { resourceOf, type Kind, type KubeObject } from '../api/kinds.ts'
import { mainObject } from './common-objects.ts'
import { objectName } from './object-name.ts'
import { probesOf, servingOf } from './render-endpoint.ts'
import { podTemplate } from './pod-template.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import { JOB_INDEX } from './render-job.ts'
import type { Rendered } from './rendered.ts'

type Engine = 'jobset' | 'trainer' | 'ray' | 'kserve'

const ENGINES: Record<
  Engine,
  { kind: Kind; runKind: string; render: (request: RunRequest, context: RenderContext) => Rendered }
> = {
  jobset: { kind: 'JobSet', runKind: 'distributed', render: renderJobSet },
  trainer: { kind: 'TrainJob', runKind: 'distributed', render: renderTrainJob },
  ray: { kind: 'RayJob', runKind: 'distributed', render: renderRayJob },
  kserve: { kind: 'InferenceService', runKind: 'endpoint', render: renderInferenceService },
}

/** What `auto` takes where it is installed: only engines that change nothing for the command. */
const AUTOMATIC: readonly Engine[] = ['jobset']

/** A run for an installed controller; undefined when plain Kubernetes is to realise it. */
export function renderWithEngine(request: RunRequest, context: RenderContext): Rendered | undefined {
  const asked = request.spec.pod?.engine ?? 'auto'
  if (asked === 'plain') return undefined
  if (asked === 'auto') {
    const found = AUTOMATIC.find((name) => fits(ENGINES[name], request) && isInstalled(ENGINES[name].kind, context))
    return found === undefined ? undefined : ENGINES[found].render(request, context)
  }
  const engine = ENGINES[asked]
  if (!fits(engine, request)) {
    throw new RenderRefusal(
      'INVALID',
      `the engine ${asked} is for ${engine.runKind}, not for ${request.spec.workload.kind}`,
    )
  }
  if (!isInstalled(engine.kind, context)) {
    throw new RenderRefusal('UNSUPPORTED', `the engine ${asked} is not installed here: there is no ${engine.kind}`)
  }
  return engine.render(request, context)
}

function fits({ runKind }: { runKind: string }, request: RunRequest): boolean {
  return request.spec.workload.kind === runKind
}

export function isInstalled(kind: Kind, { apis }: Pick<RenderContext, 'apis'>): boolean {
  const { group, resource } = resourceOf(kind)
  return apis.has(`${resource}.${group}`)
}

/** The same Job, and its network, kept by JobSet. */
function renderJobSet(request: RunRequest, context: RenderContext): Rendered {
  const name = objectName(request)
  const { template, claims } = podTemplate(request, context, {
    restartPolicy: 'Never',
    rank: { fieldPath: `metadata.annotations['${JOB_INDEX}']`, masterAddress: `${name}-main-0-0.${name}` },
  })
  const { replicas } = request.spec
  const spec = {
    suspend: true,
    network: { enableDNSHostnames: true, subdomain: name, publishNotReadyAddresses: true },
    failurePolicy: { maxRestarts: 0 },
    replicatedJobs: [
      {
        name: 'main',
        replicas: 1,
        template: {
          spec: { parallelism: replicas, completions: replicas, completionMode: 'Indexed', backoffLimit: 0, template },
        },
      },
    ],
  }
  return { main: mainObject('JobSet', request, context, { spec }), companions: claims }
}

/**
 * A Trainer job on the cluster's runtime for PyTorch; the runtime gives the ranks. What pods need beyond the trainer's own fields is said twice: as `runtimePatches`
 * for Trainer 2.2 and newer, as `labels` and `podTemplateOverrides` for 2.1. Both call their version v1alpha1, and each drops the words that it does not know.
 */
function renderTrainJob(request: RunRequest, context: RenderContext): Rendered {
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Never' })
  const [container] = template.spec.containers
  const labels = template.metadata?.labels ?? {}
  const pod = {
    serviceAccountName: template.spec.serviceAccountName,
    affinity: template.spec.affinity,
    tolerations: template.spec.tolerations,
    volumes: template.spec.volumes,
    containers: [{ name: 'node', volumeMounts: container?.volumeMounts }],
  }
  const job = { metadata: { labels }, spec: { template: { metadata: { labels }, spec: pod } } }
  const spec = {
    suspend: true,
    runtimeRef: { apiGroup: 'trainer.kubeflow.org', kind: 'ClusterTrainingRuntime', name: 'torch-distributed' },
    trainer: {
      numNodes: request.spec.replicas,
      image: container?.image,
      command: container?.command,
      args: container?.args,
      env: container?.env,
      resourcesPerNode: container?.resources,
    },
    runtimePatches: [
      {
        manager: 'fairlead.dev/agent',
        trainingRuntimeSpec: {
          template: { metadata: { labels }, spec: { replicatedJobs: [{ name: 'node', template: job }] } },
        },
      },
    ],
    labels,
    podTemplateOverrides: [{ targetJobs: [{ name: 'node' }], metadata: { labels }, spec: pod }],
  }
  return { main: mainObject('TrainJob', request, context, { spec }), companions: claims }
}

/** A Ray cluster for one job: the first replica is its head. */
function renderRayJob(request: RunRequest, context: RenderContext): Rendered {
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Never' })
  const { command, args, replicas } = { ...request.spec }
  const idle = { ...template, spec: { ...template.spec, containers: template.spec.containers.map(withoutCommand) } }
  const spec = {
    suspend: true,
    entrypoint: [...command, ...args].map(quoted).join(' '),
    backoffLimit: 0,
    shutdownAfterJobFinishes: true,
    submissionMode: 'HTTPMode',
    rayClusterSpec: {
      headGroupSpec: { rayStartParams: {}, template: idle },
      workerGroupSpecs:
        replicas > 1
          ? [
              {
                groupName: 'workers',
                replicas: replicas - 1,
                minReplicas: replicas - 1,
                maxReplicas: replicas - 1,
                rayStartParams: {},
                template: idle,
              },
            ]
          : [],
    },
  }
  return { main: mainObject('RayJob', request, context, { spec }), companions: claims }
}

function renderInferenceService(request: RunRequest, context: RenderContext): Rendered {
  const { port } = servingOf(request)
  const { minReplicas = 1, targetCpuPercent } = request.spec.pod?.serving ?? {}
  const { template, claims } = podTemplate(request, context, { restartPolicy: 'Always' })
  const { restartPolicy: _restartPolicy, ...podSpec } = template.spec
  const containers = podSpec.containers.map((container) => ({
    ...container,
    ...probesOf(request),
    name: 'kserve-container',
    ports: [{ name: port.name, containerPort: port.port }],
  }))
  const main: KubeObject = mainObject('InferenceService', request, context, {
    spec: {
      predictor: {
        ...podSpec,
        containers,
        labels: template.metadata?.labels ?? {},
        minReplicas,
        maxReplicas: request.spec.replicas,
        ...(targetCpuPercent === undefined ? {} : { scaleMetric: 'cpu', scaleTarget: targetCpuPercent }),
      },
    },
  })
  main.metadata.annotations = { ...main.metadata.annotations, 'serving.kserve.io/deploymentMode': 'Standard' }
  return { main, companions: claims }
}

function withoutCommand<T extends { command?: unknown; args?: unknown }>(container: T): T {
  const { command: _command, args: _args, ...rest } = container
  return rest as T
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
