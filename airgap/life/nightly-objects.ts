import { secretObject } from '../install/common-objects.ts'
import { ownLabels, type KubeObject } from '../install/kube-object.ts'
import type { Kube } from '../install/kube.ts'
import { orUndefined } from '../install/kube.ts'
import { makingOf } from './backup-key.ts'
import { readHistory } from './cluster-history.ts'
import { nightlyCommand } from './nightly-command.ts'
import { BACKUPS_CLAIM, podLabels, SITE_FOLDER, toolObjects, toolPod, type ToolPlace } from './tool-objects.ts'

export const NIGHTLY = 'fairlead-backup-nightly'
/** Where the volume of backups is in a pod. */
export const BACKUPS = '/var/lib/fairlead/backups'

/** Of the half that signs backups by night, which no other pod has. */
export const SIGNING_SECRET = 'fairlead-backup-signing'
const SIGNING_KEY = 'key'
const SIGNING_FOLDER = '/etc/fairlead/signing'

/** The volume of backups in a pod. */
export const backupsVolume = {
  mount: { name: 'backups', mountPath: BACKUPS },
  volume: { name: 'backups', persistentVolumeClaim: { claimName: BACKUPS_CLAIM } },
}

/**
 * Backups without anybody, if the site asks for them: a job that writes into a volume and keeps the newest ones. It has the public half of the key that opens them, so what it writes cannot be
 * read in the cluster, and the half that signs them, if the site has one.
 */
export async function nightlyObjects(place: ToolPlace): Promise<KubeObject[]> {
  const { site, backend, release } = place
  const nightly = site.backup?.nightly
  if (nightly === undefined) return []
  const { namespace } = backend
  const labels = ownLabels('backend', 'backup')
  const { recipient, signingKey } = await makingOf(site)
  const command = nightlyCommand({
    recipient,
    siteFolder: SITE_FOLDER,
    version: release.version,
    folder: BACKUPS,
    keep: nightly.keep,
  })
  const signing = signingKey === undefined ? undefined : signingPart()
  const spec = toolPod(
    place,
    { command, env: signing?.env ?? [], volumeMounts: [backupsVolume.mount, ...(signing?.mounts ?? [])] },
    { volumes: [backupsVolume.volume, ...(signing?.volumes ?? [])] },
  )
  return [
    ...toolObjects(place),
    ...(signingKey === undefined
      ? []
      : [secretObject('backend', namespace, SIGNING_SECRET, { [SIGNING_KEY]: signingKey })]),
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

/** What a pod that signs has beside the others. Without the Secret it says so, and does not wait for it. */
function signingPart() {
  return {
    env: [{ name: 'FAIRLEAD_BACKUP_SIGNING_KEY_FILE', value: `${SIGNING_FOLDER}/${SIGNING_KEY}` }],
    mounts: [{ name: 'signing', mountPath: SIGNING_FOLDER, readOnly: true }],
    volumes: [{ name: 'signing', secret: { secretName: SIGNING_SECRET, optional: true } }],
  }
}

/** Takes the half that signs out of a namespace in which nothing signs by itself any more. */
export async function forgetSigningKey(kube: Kube, namespace: string): Promise<void> {
  await orUndefined(kube.core.deleteNamespacedSecret({ name: SIGNING_SECRET, namespace }))
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
