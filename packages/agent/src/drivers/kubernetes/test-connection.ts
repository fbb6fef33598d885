import { randomUUID } from 'node:crypto'
import type { ResourceList } from '@fairlead/protocol'
import { sleep, type Clock } from '../../lib/clock.ts'
import type { ConnectionTest } from '../driver.ts'
import { KINDS, pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus } from './api/kube-error.ts'
import { unlessGone } from './end-run.ts'
import { isAllowedNamespace, type KubernetesSettings } from './kubernetes-settings.ts'
import { LABEL, MANAGER } from './labels.ts'
import { PROBE_SCRIPT } from './probe-script.ts'
import { containerResources } from './render/container-resources.ts'
import { CONTAINER_SECURITY, podSecurity } from './render/security.ts'

export type ConnectionReport = { latencyMs: number; objects?: number; bytes?: number }

const SECONDS_MAX = 60
const POLL_MS = 500
const RESOURCES: ResourceList = { cpu: 100, memory: 128 }
const MARK = 'fairlead-probe '

/**
 * Tries a connection from where runs would use it: a Job in the project's namespace gets the secret as its environment, tries, and says only how long it took and how
 * much there is. The agent itself never sees the secret. Throws with a sentence when it does not work.
 */
export async function testConnection(
  { api, settings, clock }: { api: KubeApi; settings: KubernetesSettings; clock: Clock },
  test: ConnectionTest,
): Promise<ConnectionReport> {
  const { namespace } = test
  if (settings.helperImage === undefined) {
    throw new Error('connections cannot be tried here: the agent names no image for it (setting helperImage)')
  }
  const isAllowed = [settings.namespaces, settings.policy.namespaces].every(
    (names) => names === undefined || isAllowedNamespace(names, namespace),
  )
  if (!isAllowed) throw new Error(`the agent may not work in namespace ${namespace}`)
  const name = `connection-test-${randomUUID().slice(0, 8)}`
  await api.send({ method: 'POST', path: pathOf('Job', namespace), body: probeJob(name, test, settings) })
  try {
    return await readReport(api, clock, namespace, name)
  } finally {
    const path = pathOf('Job', namespace, name)
    await unlessGone(api.send({ method: 'DELETE', path, body: { propagationPolicy: 'Background' } }))
  }
}

async function readReport(api: KubeApi, clock: Clock, namespace: string, name: string): Promise<ConnectionReport> {
  const deadline = clock.mono() + SECONDS_MAX * 1000
  let waits = 'its pod was not made'
  while (clock.mono() < deadline) {
    const { items } = await api.send<{ items: ProbePod[] }>({
      method: 'GET',
      path: pathOf('Pod', namespace),
      query: { labelSelector: `job-name=${name}` },
    })
    const [pod] = items
    if (pod !== undefined) {
      const waiting = pod.status.containerStatuses?.[0]?.state?.waiting
      waits = [waiting?.reason, waiting?.message].filter((part) => part).join(': ') || pod.status.phase
      if (waiting?.reason === 'CreateContainerConfigError') throw new Error(`it cannot be tried: ${waiting.message}`)
      if (['Succeeded', 'Failed'].includes(pod.status.phase)) return reportIn(await logOf(api, namespace, pod))
    }
    await sleep(clock, POLL_MS)
  }
  throw new Error(`it could not be tried within ${SECONDS_MAX} s: ${waits}`)
}

type ProbePod = {
  metadata: { name: string }
  status: { phase: string; containerStatuses?: { state?: { waiting?: { reason: string; message: string } } }[] }
}

async function logOf(api: KubeApi, namespace: string, pod: ProbePod): Promise<string> {
  try {
    const path = `${pathOf('Pod', namespace, pod.metadata.name)}/log`
    return String(await api.send({ method: 'GET', path, query: { container: 'main', tailLines: 20 } }))
  } catch (error) {
    if (hasStatus(error, 404)) throw new Error('the pod that tried it is gone', { cause: error })
    throw error
  }
}

function reportIn(text: string): ConnectionReport {
  const line = text.split('\n').find((each) => each.startsWith(MARK))
  if (line === undefined) throw new Error('the pod that tried it ended without a word: helperImage has to have Node')
  const { error, latencyMs, objects, bytes } = JSON.parse(line.slice(MARK.length)) as Partial<ConnectionReport> & {
    error?: string
  }
  if (error !== undefined || latencyMs === undefined) throw new Error(error ?? 'no answer')
  return { latencyMs, ...(objects === undefined ? {} : { objects }), ...(bytes === undefined ? {} : { bytes }) }
}

function probeJob(name: string, { namespace, connection }: ConnectionTest, settings: KubernetesSettings): object {
  const { type, settings: given, secret } = connection
  const claim = type === 'pvc' ? given.claim : undefined
  const env = [
    { name: 'FAIRLEAD_PROBE', value: type },
    ...Object.entries(given).map(([key, value]) => ({
      name: `FAIRLEAD_PROBE_${key}`,
      value: value.replaceAll('$(', '$$('),
    })),
  ]
  return {
    apiVersion: KINDS.Job.apiVersion,
    kind: 'Job',
    metadata: { name, namespace, labels: { [LABEL.managedBy]: MANAGER, [LABEL.component]: 'connection-test' } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: SECONDS_MAX,
      // Also when the agent dies meanwhile.
      ttlSecondsAfterFinished: SECONDS_MAX,
      template: {
        metadata: { labels: { [LABEL.managedBy]: MANAGER, [LABEL.component]: 'connection-test' } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurity(settings.runAsUser),
          ...(settings.imagePullSecrets.length > 0
            ? { imagePullSecrets: settings.imagePullSecrets.map((each) => ({ name: each })) }
            : {}),
          containers: [
            {
              name: 'main',
              image: settings.helperImage,
              command: ['node', '-e', PROBE_SCRIPT],
              env,
              ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] }),
              resources: containerResources(RESOURCES, {}, undefined),
              securityContext: CONTAINER_SECURITY,
              ...(claim === undefined
                ? {}
                : { volumeMounts: [{ name: 'connection', mountPath: '/connection', readOnly: true }] }),
            },
          ],
          ...(claim === undefined
            ? {}
            : { volumes: [{ name: 'connection', persistentVolumeClaim: { claimName: claim, readOnly: true } }] }),
        },
      },
    },
  }
}
