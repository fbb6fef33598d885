import { setTimeout as sleep } from 'node:timers/promises'
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { orUndefined, type Kube } from './kube.ts'

const LOOK_MS = 1000
/** A pull or a start may fail once and come right by itself. */
const PATIENCE_MS = 90_000

export interface Waiting {
  kube: Kube
  namespace: string
  kind: 'Deployment' | 'StatefulSet'
  name: string
  timeoutMs: number
  now: () => number
  /** Told each time something about the pods changes. */
  onChange: (line: string) => void
  signal: AbortSignal
}

/**
 * Waits until every replica is ready, and tells what the pods are at meanwhile. Throws with exit class `cluster` when time is up, or before when a pod cannot
 * start and nothing changes about it, with what the cluster says of it.
 */
export async function awaitReady(waiting: Waiting): Promise<void> {
  const { kube, namespace, kind, name, timeoutMs, now, onChange, signal } = waiting
  const started = now()
  let told = ''
  let stuckSince: number | undefined
  for (;;) {
    const workload = await orUndefined(readWorkload(waiting))
    const wanted = workload?.spec?.replicas ?? 1
    const status = workload?.status
    const ready = status?.readyReplicas ?? 0
    const isCurrent = status?.observedGeneration === workload?.metadata?.generation
    const updated = status?.updatedReplicas ?? 0
    if (
      workload !== undefined &&
      isCurrent &&
      ready >= wanted &&
      updated >= wanted &&
      (status?.replicas ?? 0) <= wanted
    )
      return
    const selector = Object.entries(workload?.spec?.selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
    const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: selector.join(',') })
    const troubles = items.flatMap((pod) => troubleOf(pod))
    const line = `${name}: ${ready} of ${wanted} ready${troubles.length === 0 ? '' : `; ${troubles.join('; ')}`}`
    if (line !== told) onChange(line)
    told = line
    stuckSince = troubles.some(isStuck) ? (stuckSince ?? now()) : undefined
    const isLate = now() - started > timeoutMs
    if (isLate || (stuckSince !== undefined && now() - stuckSince > PATIENCE_MS))
      throw new AirgapError('cluster', `${kind.toLowerCase()} ${namespace}/${name} does not get ready`, {
        details: troubles.length === 0 ? [line] : troubles,
        hint: 'mend this and run the same command again: it goes on from where it is',
      })
    await sleep(LOOK_MS, undefined, { signal })
  }
}

function readWorkload({ kube, kind, name, namespace }: Waiting) {
  return kind === 'Deployment'
    ? kube.apps.readNamespacedDeployment({ name, namespace })
    : kube.apps.readNamespacedStatefulSet({ name, namespace })
}

/** What keeps a pod from being ready, as far as that is more than time. */
export function troubleOf({ metadata, status }: V1Pod): string[] {
  const pod = metadata?.name ?? ''
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False')
  if (unscheduled?.message) return [`${pod} has no node: ${unscheduled.message}`]
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return containers.flatMap((container) =>
    containerTrouble(container).map((trouble) => `${pod} ${container.name}: ${trouble}`),
  )
}

function containerTrouble({ state, lastState }: V1ContainerStatus): string[] {
  const { reason = '', message = '' } = state?.waiting ?? {}
  if (/ErrImage|ImagePull|InvalidImage|CreateContainer|RunContainer/.test(reason))
    return [`${reason}: ${firstLine(message)}`]
  const ended = state?.terminated ?? lastState?.terminated
  if (ended !== undefined && ended.exitCode !== 0 && (reason === 'CrashLoopBackOff' || state?.terminated !== undefined))
    return [`ended with ${ended.exitCode}: ${lastLine(ended.message ?? ended.reason ?? '')}`]
  return []
}

function isStuck(trouble: string): boolean {
  return /ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainer|has no node|ended with/.test(trouble)
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
