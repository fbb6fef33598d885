import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Kube } from '../install/kube.ts'
import { execInPod } from './exec-in-pod.ts'

const SELECTOR = 'app.kubernetes.io/name=fairlead,app.kubernetes.io/component=control-plane'
const TRIES = 10
/** In a replica, as a caller would: it is ready, it is the version that it should be, and its console and its API answer. */
const LOOK = `
const ask = async (path) => { const r = await fetch('http://' + (process.env.FAIRLEAD_HOST === '::' ? '[::1]' : '127.0.0.1') + ':8080' + path, { signal: AbortSignal.timeout(5000) }); return [r.status, await r.text()] }
const [[ready], [, health], [page], [api]] = await Promise.all(['/ready', '/health', '/', '/api/v1/whoami'].map(ask))
process.stdout.write(JSON.stringify({ ready, version: JSON.parse(health).version, page, api }))`

/** What somebody who is not signed in sees of a control plane: the status of each answer, and the version that it says it is. */
export interface Seen {
  ready: number
  version: string
  page: number
  api: number
}

/** The first thing that is not as this version should be, or an empty text; `who` is what answers. */
export function troubleIn(seen: Seen, version: string, who: string): string {
  if (seen.ready !== 200) return `${who} is not ready: ${seen.ready}`
  if (seen.version !== version) return `${who} says that it is ${seen.version}`
  if (seen.page !== 200) return `the console of ${who} answers ${seen.page}`
  // Nobody is signed in here, which the API has to notice.
  if (seen.api !== 401) return `the API of ${who} answers ${seen.api} in place of 401`
  return ''
}

/** Looks a few times. Throws with exit class `cluster` and what `trouble` names at last. */
export async function requireNoTrouble(
  version: string,
  trouble: () => Promise<string>,
  signal: AbortSignal,
): Promise<void> {
  let last = ''
  for (let tries = 0; tries < TRIES; tries++) {
    last = await trouble()
    if (last === '') return
    await sleep(1000, undefined, { signal })
  }
  throw new AirgapError('cluster', `what runs does not answer as ${version} should: ${last}`)
}

/** Asks every replica what somebody would see of it. Throws with exit class `cluster` and the first thing that is not as it should be. */
export async function smokeTest(kube: Kube, namespace: string, version: string, signal: AbortSignal): Promise<void> {
  const trouble = async () => {
    const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: SELECTOR })
    const pods = items
      .filter(({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase === 'Running')
      .map(({ metadata }) => metadata?.name ?? '')
    return pods.length === 0 ? 'no replica runs' : await firstTrouble(kube, namespace, pods, version, signal)
  }
  await requireNoTrouble(version, trouble, signal)
}

async function firstTrouble(
  kube: Kube,
  namespace: string,
  pods: readonly string[],
  version: string,
  signal: AbortSignal,
): Promise<string> {
  for (const pod of pods) {
    try {
      const command = ['/usr/local/bin/node', '--input-type=module', '--eval', LOOK]
      const text = await execInPod(kube, { namespace, pod, container: 'control-plane' }, command, { signal })
      const trouble = troubleIn(JSON.parse(text) as Seen, version, pod)
      if (trouble !== '') return trouble
    } catch (error) {
      signal.throwIfAborted()
      return `${pod}: ${(error as Error).message.split('\n')[0]}`
    }
  }
  return ''
}
