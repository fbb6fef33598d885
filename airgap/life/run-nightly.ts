import { setTimeout as sleep } from 'node:timers/promises'
import type { V1CronJob, V1JobSpec } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { troubleOf } from '../install/await-ready.ts'
import { apiMessage, orUndefined, type Kube } from '../install/kube.ts'
import { ownLabels } from '../install/kube-object.ts'
import { NIGHTLY } from './nightly-objects.ts'

const NAME = 'fairlead-backup-now'
const LOOK_MS = 500
const MAX_MS = 6 * 3600_000

export interface NightlyRun {
  kube: Kube
  namespace: string
  now: () => number
  signal: AbortSignal
  /** Told what keeps it from running. */
  say: (line: string) => void
}

/** The job that makes backups by night. Throws with exit class `preflight` where there is none. */
export async function requireNightly(kube: Kube, namespace: string): Promise<V1CronJob> {
  const found = await orUndefined(kube.batch.readNamespacedCronJob({ name: NIGHTLY, namespace }))
  if (found !== undefined) return found
  throw new AirgapError('preflight', `there are no backups by night in ${namespace}`, {
    hint: 'add backup.nightly to the site file, and bring it with ./airgap apply backend',
  })
}

/** Makes the backup of the night now, with the very pod that will make it by night, and takes its job away again. Throws with exit class `data` and what the pod said when it fails. */
export async function runNightly({ kube, namespace, now, signal, say }: NightlyRun): Promise<void> {
  const { spec: cron } = await requireNightly(kube, namespace)
  await removeJob(kube, namespace, signal)
  const labels = ownLabels('backend', 'backup')
  const metadata = { name: NAME, namespace, labels, annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' } }
  // One try: whoever waits wants to hear of the first failure.
  const spec: V1JobSpec = Object.assign({}, cron?.jobTemplate.spec, { backoffLimit: 0 })
  const body = { metadata, spec }
  try {
    await kube.batch.createNamespacedJob({ namespace, body }).catch((error: unknown) => {
      throw new AirgapError('cluster', `job ${namespace}/${NAME} is refused: ${apiMessage(error)}`, { cause: error })
    })
    await untilDone({ kube, namespace, now, signal, say })
  } finally {
    await removeJob(kube, namespace, signal).catch(() => undefined)
  }
}

/** What the newest pod of a job ended with, if it failed. */
export async function troubleOfJob(kube: Kube, namespace: string, job: string): Promise<string[]> {
  const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: `job-name=${job}` })
  const [newest] = items.toSorted((a, b) => startedAt(b) - startedAt(a))
  return newest === undefined ? [] : troubleOf(newest).map((line) => line.replace(/^\S+ tools: /, ''))
}

function startedAt({ metadata }: { metadata?: { creationTimestamp?: Date } }): number {
  return new Date(metadata?.creationTimestamp ?? 0).valueOf()
}

async function untilDone({ kube, namespace, now, signal, say }: NightlyRun): Promise<void> {
  const started = now()
  let told = ''
  for (;;) {
    const { status } = await kube.batch.readNamespacedJob({ name: NAME, namespace })
    if ((status?.succeeded ?? 0) > 0) return
    const troubles = await troubleOfJob(kube, namespace, NAME)
    if ((status?.failed ?? 0) > 0 || now() - started > MAX_MS)
      throw new AirgapError('data', 'the backup was not made', {
        details: troubles,
        hint: 'mend this and run the same command again; backups from before are as they were',
      })
    const line = troubles.join('; ')
    if (line !== told && line !== '') say(`  ${line}`)
    told = line
    await sleep(LOOK_MS, undefined, { signal })
  }
}

/** With its pods, which hold the volume. */
async function removeJob(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  const place = { name: NAME, namespace }
  while (
    (await orUndefined(kube.batch.deleteNamespacedJob({ ...place, propagationPolicy: 'Foreground' }))) !== undefined
  )
    await sleep(LOOK_MS, undefined, { signal })
}
