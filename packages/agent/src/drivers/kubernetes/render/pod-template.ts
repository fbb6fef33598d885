import type { Affinity, Container, PodSpec, PodTemplateSpec, Volume, VolumeMount } from './kube-types.ts'
import type { RunRequest } from '../../driver.ts'
import type { KubeObject } from '../api/kinds.ts'
import { TOKEN_AUDIENCE } from '../kubernetes-settings.ts'
import { runLabels } from '../labels.ts'
import { connectionsOf } from './connections.ts'
import { containerResources } from './container-resources.ts'
import { environmentOf, type Rank } from './environment.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import { CONTAINER_SECURITY, podSecurity } from './security.ts'
import { storageOf } from './volumes.ts'

/** The ServiceAccount of a namespace's runs. It has no rights; it only gives their pods a name. */
export const RUN_SERVICE_ACCOUNT = 'fairlead-run'
export const MAIN_CONTAINER = 'main'
const TOKEN_SECONDS = 3_600
/** The agent ends a run at its time limit. This is for the case that the agent is away; it allows for pulling the image. */
const DEADLINE_ALLOWANCE_SECONDS = 300

export type PodParts = {
  restartPolicy: 'Never' | 'Always'
  rank?: Rank
  subdomain?: string
  volumes?: Volume[]
  mounts?: VolumeMount[]
  /** Instead of the run's own. */
  container?: Partial<Container>
}

export type PodTemplate = { template: PodTemplateSpec; claims: KubeObject[] }

/** The pods of a run, whatever controller makes them. */
export function podTemplate(request: RunRequest, context: RenderContext, parts: PodParts): PodTemplate {
  const { spec } = request
  const { settings } = context
  const storage = storageOf(request, context)
  const connections = connectionsOf(request, context)
  const token = settings.jobApiUrl === undefined ? [] : [TOKEN_VOLUME]
  const image = parts.container?.image ?? spec.image
  if (image === undefined) throw new RenderRefusal('INVALID', 'a run on Kubernetes needs an image')
  const container: Container = {
    name: MAIN_CONTAINER,
    image,
    ...(spec.command.length > 0 ? { command: spec.command.map(literal) } : {}),
    ...(spec.args.length > 0 ? { args: spec.args.map(literal) } : {}),
    ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
    env: [...environmentOf(request, context, parts.rank), ...connections.env],
    ...(connections.envFrom.length > 0 ? { envFrom: connections.envFrom } : {}),
    resources: containerResources(spec.resources, spec.pod?.limits ?? {}, context.gpu),
    ...((spec.pod?.ports.length ?? 0) > 0
      ? { ports: spec.pod?.ports.map(({ name, port }) => ({ name, containerPort: port })) ?? [] }
      : {}),
    volumeMounts: [
      ...storage.mounts,
      ...connections.mounts,
      ...(parts.mounts ?? []),
      ...token.map(({ name }) => ({ name, mountPath: '/var/run/fairlead', readOnly: true })),
    ],
    securityContext: CONTAINER_SECURITY,
    ...parts.container,
  }
  const pullSecrets = [...new Set([...(spec.pod?.imagePullSecrets ?? []), ...settings.imagePullSecrets])]
  const podSpec: PodSpec = {
    serviceAccountName: RUN_SERVICE_ACCOUNT,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: parts.restartPolicy,
    terminationGracePeriodSeconds: spec.stopGraceSeconds,
    ...(spec.timeoutSeconds === undefined || parts.restartPolicy === 'Always'
      ? {}
      : { activeDeadlineSeconds: spec.timeoutSeconds + DEADLINE_ALLOWANCE_SECONDS }),
    securityContext: podSecurity(settings.runAsUser),
    ...(parts.subdomain === undefined ? {} : { subdomain: parts.subdomain }),
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {}),
    ...placementOf(request, context),
    ...(connections.initContainers.length > 0 ? { initContainers: connections.initContainers } : {}),
    containers: [container],
    volumes: [...storage.volumes, ...connections.volumes, ...(parts.volumes ?? []), ...token],
  }
  const annotations = annotationsOf(spec.annotations)
  return {
    template: {
      metadata: {
        labels: runLabels(settings.clusterId, request),
        ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      },
      spec: podSpec,
    },
    claims: storage.claims,
  }
}

/** On one of the assigned nodes; Kubernetes chooses among them, so that devices and volumes are counted as for any other pod. */
function placementOf({ spec }: RunRequest, { settings }: RenderContext): Partial<PodSpec> {
  const tolerations = (spec.pod?.tolerations ?? []).map(({ key, operator, value, effect }) => ({
    ...(key === '' ? {} : { key }),
    operator,
    ...(operator === 'Exists' ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
  }))
  const affinity: Affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [...new Set(spec.nodes)].map((name) => ({
          matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }],
        })),
      },
    },
  }
  return {
    ...(spec.nodes.length > 0 ? { affinity } : {}),
    ...(spec.nodes.length === 0 && Object.keys(settings.nodeSelector).length > 0
      ? { nodeSelector: settings.nodeSelector }
      : {}),
    ...(tolerations.length > 0 ? { tolerations } : {}),
  }
}

const TOKEN_VOLUME: Volume = {
  name: 'fairlead-token',
  projected: {
    sources: [{ serviceAccountToken: { audience: TOKEN_AUDIENCE, expirationSeconds: TOKEN_SECONDS, path: 'token' } }],
  },
}

/** Kubernetes would replace `$(NAME)`; a command is meant as it is written. */
function literal(text: string): string {
  return text.replaceAll('$(', '$$(')
}

/** Annotations of Kubernetes itself are not for users: some of them loosen what a pod may do. */
function annotationsOf(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([name]) =>
        /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name) &&
        !/(^|\.)(kubernetes|k8s)\.io\//.test(name),
    ),
  )
}
