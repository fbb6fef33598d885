import { ownLabels, type KubeObject } from '../install/kube-object.ts'
import type { Kube } from '../install/kube.ts'
import { orUndefined } from '../install/kube.ts'
import { recipientOf } from './backup-key.ts'
import { readHistory } from './cluster-history.ts'
import { nightlyCommand } from './nightly-command.ts'
import { BACKUPS_CLAIM, podLabels, SITE_FOLDER, toolObjects, toolPod, type ToolPlace } from './tool-objects.ts'

export const NIGHTLY = 'fairlead-backup-nightly'
/** Where the volume of backups is in a pod. */
export const BACKUPS = '/var/lib/fairlead/backups'

/** The volume of backups in a pod. */
export const backupsVolume = {
  mount: { name: 'backups', mountPath: BACKUPS },
  volume: { name: 'backups', persistentVolumeClaim: { claimName: BACKUPS_CLAIM } },
}

/**
 * Backups without anybody, if the site asks for them: a job that writes into a volume and keeps the newest ones. It has the public half of the key alone, so what it writes cannot be
 * read in the cluster.
 */
export async function nightlyObjects(place: ToolPlace): Promise<KubeObject[]> {
  const { site, backend, release } = place
  const nightly = site.backup?.nightly
  if (nightly === undefined) return []
  const { namespace } = backend
  const labels = ownLabels('backend', 'backup')
  const command = nightlyCommand({
    recipient: await recipientOf(site),
    siteFolder: SITE_FOLDER,
    version: release.version,
    folder: BACKUPS,
    keep: nightly.keep,
  })
  const spec = toolPod(place, { command, volumeMounts: [backupsVolume.mount] }, { volumes: [backupsVolume.volume] })
  return [
    ...toolObjects(place),
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: BACKUPS_CLAIM, namespace, labels: { ...labels, 'fairlead.dev/airgap-data': 'backups' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(nightly.storageClass === undefined ? {} : { storageClassName: nightly.storageClass }),
        resources: { requests: { storage: nightly.size } },
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: NIGHTLY, namespace, labels },
      spec: {
        schedule: nightly.schedule,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            activeDeadlineSeconds: 6 * 3600,
            template: { metadata: { labels: podLabels() }, spec },
          },
        },
      },
    },
  ]
}

/** Ends backups that a site does not ask for any more, if what ran before had them; those that were made stay. Answers whether there were any. */
export async function endNightly(kube: Kube, namespace: string): Promise<boolean> {
  const [before] = (await readHistory(kube, namespace)).entries
  if (before?.objects.some(({ metadata }) => metadata.name === NIGHTLY) !== true) return false
  const gone = await orUndefined(
    kube.batch.deleteNamespacedCronJob({ name: NIGHTLY, namespace, propagationPolicy: 'Background' }),
  )
  return gone !== undefined
}
