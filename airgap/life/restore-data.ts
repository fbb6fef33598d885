import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import { openPlace } from './open-place.ts'
import { parseContents, type ReadBackup } from './open-backup.ts'
import { rollbackRelease, type RollbackOptions } from './rollback-release.ts'
import { losses, sendDump } from './send-dump.ts'
import { withTools } from './with-tools.ts'

/** What is gone when a backup takes the place of the data. */
export interface DataLoss {
  takenAt: string
  /** By table. */
  lines: string[]
}

export interface RestoreDataOptions extends RollbackOptions {
  backup: string
  /** What is in it; it was read to its end. */
  found: ReadBackup
  key: string
  /** Told what is lost; answers whether to go on. Nothing was changed by then. */
  confirm: (loss: DataLoss) => boolean
}

const STOP_MS = 180_000

/**
 * Goes back to a release and to the data of a backup. Replicas are stopped meanwhile; what there was is set aside until what was restored is found to be what the backup says, and comes back
 * where it is not. Agents keep their work running and come back afterwards. Throws with the exit class of what went wrong.
 */
export async function restoreData(options: RestoreDataOptions): Promise<DataLoss> {
  const { kube, site, bundle, host, backup, found, key, target, namespace, confirm, say } = options
  const { head, contents } = found
  const place = await openPlace(kube, site, bundle, host)
  const name = target.chart.name
  return await withTools(place, async (admin) => {
    const loss = { takenAt: head.takenAt, lines: losses(contents, parseContents(await admin(['contents']))) }
    if (!confirm(loss)) return loss
    const { spec } = await kube.apps.readNamespacedDeployment({ name, namespace })
    const replicas = Math.max(1, spec?.replicas ?? 1)
    say('stopping the control plane; agents and what they run go on')
    await scale(options, 0)
    try {
      say('restoring the database')
      await sendDump(admin, backup, key, 'replace')
    } catch (error) {
      say('bringing back what was there')
      await admin(['settle', '--keep', 'before'])
      await scale(options, replicas)
      throw error
    }
    await admin(['settle', '--keep', 'restored'])
    say(`the database holds what the backup says; starting ${target.version}`)
    await scale(options, replicas)
    await rollbackRelease(options)
    return loss
  })
}

async function scale({ kube, namespace, target, host }: RestoreDataOptions, replicas: number): Promise<void> {
  const { name } = target.chart
  const body = await kube.apps.readNamespacedDeploymentScale({ name, namespace })
  body.spec = { replicas }
  await kube.apps.replaceNamespacedDeploymentScale({ name, namespace, body })
  if (replicas > 0) return
  const labelSelector = 'app.kubernetes.io/name=fairlead,app.kubernetes.io/component=control-plane'
  const started = host.now()
  for (;;) {
    const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector })
    if (items.length === 0) return
    if (host.now() - started > STOP_MS)
      throw new AirgapError('cluster', `replicas in ${namespace} do not stop`, {
        details: items.map(({ metadata }) => metadata?.name ?? ''),
        hint: 'see why, and run the same command again',
      })
    await sleep(1000, undefined, { signal: host.signal })
  }
}
