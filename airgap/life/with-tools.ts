import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { V1Pod } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { applyObject } from '../install/apply-objects.ts'
import { troubleOf } from '../install/await-ready.ts'
import { apiMessage, orUndefined, type Kube } from '../install/kube.ts'
import { execInPod } from './exec-in-pod.ts'
import { backupsVolume } from './nightly-objects.ts'
import { SCRATCH_SECRET, scratchDatabase, scratchSecret } from './scratch-database.ts'
import type { Admin, Tools } from './life-place.ts'
import { signalFor } from './signal-for.ts'
import { ADMIN, podLabels, SITE_FOLDER, TOOLS, toolObjects, toolPod, type ToolPlace } from './tool-objects.ts'

export interface ToolOptions extends ToolPlace {
  kube: Kube
  /** A database to try restores in beside it. */
  scratch?: boolean
  /** The volume of backups by night with it. */
  backups?: boolean
  now: () => number
  signal: AbortSignal
}

const READY_MS = 300_000
const LOOK_MS = 500
/** A pod whose installer was killed goes by itself. */
const LIFE_SECONDS = 6 * 3600
const WAIT = "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 2 ** 30)"

/** Starts a pod for backups where the database is, works with it, and takes it away. One that an earlier run left behind goes first. */
export async function withTools<T>(options: ToolOptions, work: (tools: Tools) => Promise<T>): Promise<T> {
  const { kube, backend, signal, scratch, backups } = options
  const { namespace } = backend
  for (const object of toolObjects(options)) await applyObject(kube, object)
  if (scratch === true) await applyObject(kube, scratchSecret(namespace, randomBytes(24).toString('hex')))
  await remove(kube, namespace, signal)
  const beside = scratch === true ? scratchDatabase(options) : undefined
  const spec = toolPod(
    options,
    {
      command: ['/usr/local/bin/node', '--eval', WAIT],
      env: beside?.env ?? [],
      volumeMounts: backups === true ? [backupsVolume.mount] : [],
    },
    {
      containers: beside === undefined ? [] : [beside.container],
      volumes: [...(beside?.volumes ?? []), ...(backups === true ? [backupsVolume.volume] : [])],
    },
  )
  const body = {
    metadata: { name: TOOLS, namespace, labels: podLabels() },
    spec: { ...spec, activeDeadlineSeconds: LIFE_SECONDS },
  } as V1Pod
  try {
    await kube.core.createNamespacedPod({ namespace, body }).catch((error: unknown) => {
      throw new AirgapError('cluster', `pod ${namespace}/${TOOLS} is refused: ${apiMessage(error)}`, { cause: error })
    })
    await untilReady(options)
    const admin: Admin = (args, streams) =>
      execInPod(kube, { namespace, pod: TOOLS, container: 'tools' }, [...ADMIN, ...args], {
        ...streams,
        signal: signalFor(signal, streams),
      })
    return await work({ admin, siteFolder: SITE_FOLDER })
  } finally {
    await orUndefined(kube.core.deleteNamespacedPod({ name: TOOLS, namespace })).catch(() => undefined)
    if (scratch === true)
      await orUndefined(kube.core.deleteNamespacedSecret({ name: SCRATCH_SECRET, namespace })).catch(() => undefined)
  }
}

async function remove(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  while ((await orUndefined(kube.core.readNamespacedPod({ name: TOOLS, namespace }))) !== undefined) {
    await orUndefined(kube.core.deleteNamespacedPod({ name: TOOLS, namespace, gracePeriodSeconds: 1 }))
    await sleep(LOOK_MS, undefined, { signal })
  }
}

async function untilReady({ kube, backend, now, signal }: ToolOptions): Promise<void> {
  const { namespace } = backend
  const started = now()
  for (;;) {
    const pod = await kube.core.readNamespacedPod({ name: TOOLS, namespace })
    const statuses = pod.status?.containerStatuses ?? []
    if (statuses.length > 0 && statuses.every(({ ready }) => ready)) return
    const troubles = troubleOf(pod)
    const isOver = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'
    if (isOver || now() - started > READY_MS)
      throw new AirgapError('cluster', `pod ${namespace}/${TOOLS} does not get ready`, {
        details: troubles.length === 0 ? [pod.status?.message ?? pod.status?.phase ?? ''] : troubles,
        hint: 'mend this and run the same command again',
      })
    await sleep(LOOK_MS, undefined, { signal })
  }
}
