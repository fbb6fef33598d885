import { setTimeout as sleep } from 'node:timers/promises'
import type { V1Pod } from '@kubernetes/client-node'
import { applyObject, asHeader } from '../../install/apply-objects.ts'
import { troubleOf } from '../../install/await-ready.ts'
import { apiMessage, orUndefined, statusOf, type Kube } from '../../install/kube.ts'
import { untilPodsAreLetIn } from '../cluster/check-objects.ts'
import { probeObjects, probePod, type ProbePlace } from './probe-objects.ts'
import { isForGood } from './check-pulls.ts'
import { readSeen, type Probed, type ProbeTrouble } from './seen.ts'

const LOOK_MS = 500
/** A pull may fail once and come right by itself. */
const PATIENCE_MS = 15_000
const LATE_MS = 120_000
const GONE_MS = 90_000

export interface ProbeRun {
  kube: Kube
  place: ProbePlace
  architectures: readonly string[]
  now: () => number
  signal: AbortSignal
}

/** Starts a probe on each architecture, hears what they have seen, and takes everything away again that was made for it. Throws where objects around them are refused. */
export async function runProbes({ kube, place, architectures, now, signal }: ProbeRun): Promise<Probed[]> {
  const made = probeObjects(place)
  const pods = architectures.map((architecture) => probePod(place, architecture))
  const { namespace } = place
  try {
    for (const pod of pods) await removePod(kube, namespace, pod.metadata.name, signal)
    for (const object of made) await applyObject(kube, object)
    await untilPodsAreLetIn(kube, namespace)
    return await Promise.all(
      architectures.map(async (architecture, at) => {
        const pod = pods[at] as unknown as V1Pod
        try {
          await kube.core.createNamespacedPod({ namespace, body: pod })
        } catch (error) {
          return { architecture, trouble: { kind: 'refused' as const, text: apiMessage(error) } }
        }
        return { architecture, ...(await untilSeen(kube, pod, place.idleMs, now, signal)) }
      }),
    )
  } finally {
    for (const { metadata } of pods)
      await orUndefined(kube.core.deleteNamespacedPod({ name: metadata.name, namespace, gracePeriodSeconds: 0 })).catch(
        () => undefined,
      )
    for (const object of made.toReversed())
      await orUndefined(kube.objects.delete(asHeader(object))).catch(() => undefined)
    if (place.isOwnNamespace) await untilGone(kube, namespace, now)
  }
}

async function untilSeen(
  kube: Kube,
  { metadata }: V1Pod,
  idleMs: number,
  now: () => number,
  signal: AbortSignal,
): Promise<Omit<Probed, 'architecture'>> {
  const place = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' }
  const started = now()
  let runsSince: number | undefined
  let stuckSince: number | undefined
  let worst: ProbeTrouble | undefined
  for (;;) {
    const pod = await kube.core.readNamespacedPod(place)
    const node = pod.spec?.nodeName
    const state = pod.status?.containerStatuses?.[0]?.state
    if (state?.running !== undefined || state?.terminated !== undefined) runsSince ??= now()
    if (state?.terminated !== undefined) {
      const { message, exitCode, reason } = state.terminated
      const seen = readSeen(message)
      if (seen !== undefined) return { node, seen, seenAt: runsSince ?? now() }
      return { node, trouble: { kind: 'start', text: `ended with ${exitCode}: ${lastLine(message ?? reason ?? '')}` } }
    }
    const trouble = troubleNow(pod)
    stuckSince = trouble === undefined ? undefined : (stuckSince ?? now())
    // While it waits to try again, some say no more than that.
    worst = (trouble?.text.length ?? 0) > (worst?.text.length ?? 0) ? trouble : worst
    const isStuck = stuckSince !== undefined && now() - stuckSince > PATIENCE_MS
    if (worst !== undefined && (isStuck || isForGood(worst.text))) return { node, trouble: worst }
    if (pod.status?.phase === 'Failed')
      return { node, trouble: { kind: 'refused', text: pod.status.message ?? pod.status.reason ?? 'it has failed' } }
    if (now() - started > LATE_MS + idleMs)
      return { node, trouble: worst ?? { kind: 'late', text: `not started after ${LATE_MS / 1000} s` } }
    await sleep(LOOK_MS, undefined, { signal })
  }
}

function troubleNow(pod: V1Pod): ProbeTrouble | undefined {
  const [text] = troubleOf(pod)
  if (text === undefined) return undefined
  const about = text.replace(/^\S+ (probe: )?/, '')
  if (about.startsWith('has no node')) return { kind: 'no node', text: about.replace('has no node: ', '') }
  return { kind: /ErrImage|ImagePull|InvalidImage/.test(about) ? 'pull' : 'start', text: about }
}

async function removePod(kube: Kube, namespace: string, name: string, signal: AbortSignal): Promise<void> {
  while ((await orUndefined(kube.core.readNamespacedPod({ name, namespace }))) !== undefined) {
    await orUndefined(kube.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 }))
    await sleep(LOOK_MS, undefined, { signal })
  }
}

/** What was there before is there afterwards: the next command would find the namespace going. */
async function untilGone(kube: Kube, name: string, now: () => number): Promise<void> {
  const started = now()
  while (now() - started < GONE_MS) {
    const found = await orUndefined(kube.core.readNamespace({ name })).catch((error: unknown) => {
      if (statusOf(error) === 403) return undefined
      throw error
    })
    if (found === undefined) return
    await sleep(LOOK_MS)
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
